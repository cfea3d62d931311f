# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[6.0]
  include Gitlab::Database::PartitioningMigrationHelpers

  disable_ddl_transaction!

  def up
    enqueue_partitioning_data_migration :entries
    finalize_backfilling_partitioned_table :visits
    cleanup_partitioning_data_migration :orders
    drop_partitioned_table_for :letters
  end

  def down; end
end
