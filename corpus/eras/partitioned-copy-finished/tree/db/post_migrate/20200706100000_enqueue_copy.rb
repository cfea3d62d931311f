# frozen_string_literal: true

class EnqueueCopy < Gitlab::Database::Migration[2.2]
  milestone '13.2'
  disable_ddl_transaction!

  include Gitlab::Database::PartitioningMigrationHelpers
  def up
    enqueue_partitioning_data_migration :audit_events
  end
end
