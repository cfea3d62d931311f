# frozen_string_literal: true

class Finish < Gitlab::Database::Migration[2.2]
  milestone '13.5'
  disable_ddl_transaction!

  include Gitlab::Database::PartitioningMigrationHelpers
  def up
    finalize_backfilling_partitioned_table :audit_events
  end
end
