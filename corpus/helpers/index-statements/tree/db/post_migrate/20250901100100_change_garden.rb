# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_index :plots, :label
    add_index :plots, [:label, :soil], unique: true, name: 'one_label', where: 'soil > 0', algorithm: :concurrently
    add_index :plots, 'lower(label)', using: :btree, opclass: { label: :text_pattern_ops }, order: { label: :desc }
    add_index :plots, :soil, include: [:label], nulls_not_distinct: true, if_not_exists: true
    add_concurrent_index :plots, "(settings ->> 'colour')", name: 'by_colour', allow_partition: true
    add_concurrent_index :plots, :keeper_id, name: index_name(:plots, column: [:keeper_id, :year])
    add_concurrent_partitioned_index :p_entries, :year, name: 'index_entries_on_year'
    remove_index :plots, :label
    remove_index :plots, column: [:soil, :label]
    remove_index :plots, name: 'by_soil', if_exists: true
    remove_concurrent_index :plots, [:label, :year], name: 'by_label_and_year'
    remove_concurrent_index :plots, :year
    remove_concurrent_index_by_name :plots, name: 'by_width'
    remove_concurrent_partitioned_index_by_name :p_entries, 'index_entries_on_day'
    rename_index :plots, 'by_keeper', 'by_holder'
    rename_index_with_schema 'gitlab_partitions_dynamic.entries_1', 'a', 'b', schema: 'gitlab_partitions_dynamic'
    rename_partitioned_index :p_entries, 'by_day', 'by_date'
    rename_indexes_for_table :plots, { 'CREATE INDEX' => 'by_number' }
    swap_indexes :plots, 'by_first', 'by_second'
    swap_partitioned_indexes :p_entries, 'by_month', 'by_week'
    add_bigint_column_indexes :plots, :id
    drop_bigint_columns_indexes :plots, [:id]
    remove_concurrent_index_by_name :plots, bigint_index_name('by_keeper')
    remove_index :entries_1, name: generated_index_name('entries_1', 'by_day')
    remove_index :plots, name: index_name_for_column(:plots, :height)
  end

  def down; end
end
