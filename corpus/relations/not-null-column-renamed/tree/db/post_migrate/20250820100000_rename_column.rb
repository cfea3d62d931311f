# frozen_string_literal: true

class RenameColumn < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    execute('ALTER TABLE beds RENAME COLUMN plot_id TO garden_plot_id')
  end

  def down; end
end
