# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    remove_column :plots, :a if adapter_name == 'PostgreSQL' && can_execute_on?(:plots)
    remove_column :plots, :b unless check_constraint_exists?(:plots, 'x') || check_not_null_constraint_exists?(:plots, :b)
    remove_column :plots, :c unless check_text_limit_exists?(:plots, :c) || extension_enabled?('citext')
    remove_column :plots, :d unless column_exists?(:plots, :d) && data_source_exists?(:plots)
    remove_column :plots, :e if columns(:plots).any? || column_for(:plots, :e)
    remove_column :plots, :f if foreign_key_exists?(:plots, :beds) || foreign_keys(:plots).any?
    remove_column :plots, :g if foreign_keys_for(:plots, :g).any? || foreign_key_for(:plots, :beds)
    remove_column :plots, :h if function_exists?('x') || trigger_exists?(:plots, 'x') || view_exists?(:plots)
    remove_column :plots, :i if index_exists?(:plots, :i) || index_name_exists?(:plots, 'i') || index_exists_by_name?(:plots, 'i')
    remove_column :plots, :j if index_invalid?('i') || indexes(:plots).any? || indexes_for(:plots, :j).any?
    remove_column :plots, :k if indexes_by_definition_for_table(:plots).any? || find_duplicate_indexes(:plots).any?
    remove_column :plots, :l if primary_key(:plots) == 'id' || tables.include?('plots') || table_exists?(:plots)
    remove_column :plots, :m if wraparound_prevention_on_tables?([:plots]) || find_all_id_columns_sql.present?
    remove_column :plots, :n if gitlab_shell
  end

  def down; end
end
