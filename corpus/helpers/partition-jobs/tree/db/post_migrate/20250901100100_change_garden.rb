# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    enqueue_partitioning_data_migration :entries, 'BackfillPartitionedTable', batch_min_value: 5
    finalize_backfilling_partitioned_table :visits
    cleanup_partitioning_data_migration :orders
  end

  def down; end
end
