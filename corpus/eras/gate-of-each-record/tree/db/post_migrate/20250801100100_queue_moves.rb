# frozen_string_literal: true

class QueueMoves < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    Gitlab::Database::PostgresPartitionedTable.each_partition(:sacks) do |partition|
      queue_batched_background_migration('MoveSeeds', partition.identifier, :id, :sack_id, partition.list_partition_ids)
      queue_batched_background_migration('MoveBulbs', partition.identifier, :id, :sack_id, partition.list_partition_ids)
    end
  end
end
