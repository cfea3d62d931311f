# frozen_string_literal: true

class Partition < Gitlab::Database::Migration[2.2]
  milestone '13.2'
  disable_ddl_transaction!

  include Gitlab::Database::PartitioningMigrationHelpers
  def up
    partition_table_by_date :audit_events, :created_at
  end
end
