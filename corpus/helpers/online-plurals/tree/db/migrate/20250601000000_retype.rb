class Retype < ActiveRecord::Migration[7.1]
  def up
    backfill_columns_for_type_change :gates, :number, :width
    backfill_columns_for_type_change_in_background :gates, :number, :width
    copy_columns_in_background :gates, [:number], [:code]
    finalize_columns_type_change :gates, :number, :width
    revert_finalize_columns_type_change :gates, :number, :width
    revert_finalize_column_type_change :gates, :number
    cleanup_columns_type_change :gates, :number, :width
    revert_initialize_column_type_change :gates, :number
    initialize_columns_rename :gates, { width: :breadth }
    revert_initialize_column_rename :gates, :height
    revert_initialize_table_rename :gates, :doors
  end
end
