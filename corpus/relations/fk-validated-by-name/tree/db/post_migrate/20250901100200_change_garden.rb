# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    execute('ALTER TABLE beds VALIDATE CONSTRAINT fk_plot')
  end

  def down; end
end
