# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    execute('ALTER TABLE beds ALTER COLUMN name SET DEFAULT NULL, ADD CONSTRAINT check_1 CHECK (plot_id IS NOT NULL)')
  end

  def down; end
end
