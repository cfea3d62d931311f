class ChangeGarden < ActiveRecord::Migration[7.1]
  def up
    initialize_column_type_change :plots, :size, :bigint
    backfill_column_for_type_change :plots, :size
    finalize_column_type_change :plots, :size
    cleanup_column_type_change :plots, :size
    initialize_columns_type_change :beds, [[:width, :bigint], [:depth, :bigint]]
    initialize_column_rename :beds, :label, :title
    finalize_column_rename :beds, :label, :title
    finalize_columns_rename :plots, { owner: :keeper }
    initialize_table_rename :crates, :boxes
    finalize_table_rename :crates
    swap_column_names :plots, :north, :south
    add_text_limit_constraint :plots, :note, 100, validate: false
    validate_text_limit_constraint :plots, :note
    remove_text_limit_constraint :plots, :note
    update_columns_in_batches :plots, [[:open, true], [:state, 'new']]
    add_reference_concurrently :beds, :plot, foreign_key: true
    backfill_columns_in_background :plots, { open: true }
    backfill_column_for_type_change_in_background :plots, :weight
    copy_column_in_background :plots, :old, :new
    reset_counters_in_background 'Plot', :beds
    delete_associated_records_in_background 'Plot', 7, :beds
    perform_action_on_relation_in_background 'Plot', { closed: true }, :delete_all
    remove_index_in_background :plots, name: 'plots_by_size'
    validate_constraint_in_background :plots, 'plots_check'
    validate_foreign_key_in_background :beds, :plots, name: 'fk_plot'
    ensure_background_schema_migration_succeeded 'plots_by_size'
  end
end
