# frozen_string_literal: true

class QueuePerPartition < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!

  MIGRATION = 'FillParts'
  def up
    Gitlab::Database::PostgresPartitionedTable.each_partition(:p_rows) do |partition|
      queue_batched_background_migration(MIGRATION, partition.identifier, :id, :p_rows, batch_size: 100, sub_batch_size: 10)
    end
  end
end
