# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[6.1]
  include Gitlab::Database::MigrationHelpers

  def up
    Gitlab::Database::PostgresPartition.for_parent_table(:p_entries).order(:name).reject(&:nil?).reverse_each do |partition|
      truncate_tables!(partition.identifier)
    end
    Gitlab::Database::PostgresPartition.for_identifier('p_days').find_each { |partition| drop_table partition.name }
    Gitlab::Database::PostgresPartitionedTable.find_by!(name: 'p_marks').postgres_partitions.each do |partition|
      remove_column partition.identifier, :shade
    end
    remove_column Gitlab::Database::PostgresPartitionedTable.find_by_name_in_current_schema('p_counts').identifier, :sum
    execute(ActiveRecord::Base.sanitize_sql(['UPDATE plots SET label = ? WHERE id = ?', 'x', 1]))
    execute(ApplicationRecord.sanitize_sql_array(['UPDATE plots SET title = :title', { title: 'x' }]))
    remove_index :plots, name: "by_#{Digest::SHA256.hexdigest('abc').first(8)}"
    execute <<~SQL
      WITH closed AS #{Gitlab::Database::AsWithMaterialized.materialized_if_supported} (SELECT id FROM plots WHERE closed)
      DELETE FROM beds WHERE plot_id IN (SELECT id FROM closed)
    SQL
    BackgroundMigrationWorker.bulk_perform_in(5.minutes, [['DigPlots', [1]]])
    BackgroundMigrationWorker.perform_bulk([['SowPlots', [2]]])
    BackgroundMigrationWorker.perform_bulk_in(5.minutes, [['MowPlots', [3]]])
  end

  def down; end
end
