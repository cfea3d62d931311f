# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    rename_column_concurrently :plots, :keeper_id, :holder_id, type: :bigint, batch_column_name: :number
    cleanup_concurrent_column_rename :beds, :label, :title
    undo_rename_column_concurrently :crates, :label, :title
    undo_cleanup_concurrent_column_rename :boxes, :label, :title, type: :text
    change_column_type_concurrently :plots, :size, :bigint
    cleanup_concurrent_column_type_change :plots, :width
    undo_change_column_type_concurrently :plots, :depth
    undo_cleanup_concurrent_column_type_change :plots, :height, :integer
  end

  def down; end
end
