# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    partition_table_by_date :entries, :written_on, min_date: Date.new(2025, 1, 1)
    partition_table_by_int_range :uploads, :model_id, partition_size: 1000, primary_key: %w[id model_id]
    partition_table_by_list :letters, :kind, primary_key: [:id, :kind], sync_trigger: false
    replace_with_partitioned_table :events
    rollback_replace_with_partitioned_table :visits
    drop_nonpartitioned_archive_table :prints
    drop_partitioned_table_for :orders
    create_trigger_to_sync_tables :plots, :plots_copy, :id
    drop_trigger_to_sync_tables :beds
    create_hash_partitions :p_marks, 12
    create_int_range_partitions :p_counts, 100, 1, 201
    create_range_partition_safely 'p_days_1', 'p_days', 'MINVALUE', '1'
    prepare_constraint_for_list_partitioning(table_name: :notes, partitioning_column: :part, parent_table_name: :p_notes, initial_partitioning_value: [1, 2], async: true)
    revert_preparing_constraint_for_list_partitioning(table_name: :logs, partitioning_column: :part, parent_table_name: :p_logs, initial_partitioning_value: 1)
    convert_table_to_first_list_partition(table_name: :tasks, partitioning_column: :part, parent_table_name: :p_tasks, initial_partitioning_value: 1)
    revert_converting_table_to_first_list_partition(table_name: :stages, partitioning_column: :part, parent_table_name: :p_stages, initial_partitioning_value: 1)
    drop_table make_partitioned_table_name(:entries)
    drop_table make_archived_table_name(:entries)
    drop_table tmp_table_name(:entries)
    drop_function make_sync_function_name(:entries)
    drop_trigger :entries, make_sync_trigger_name(:entries)
    find_partitioned_table(:p_marks)
    return if table_partitioned?(:p_marks) || partition?(:marks_1) || partition_exists?(:marks_1)
  end

  def down; end
end
