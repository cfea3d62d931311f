# frozen_string_literal: true

class Replace < Gitlab::Database::Migration[2.2]
  milestone '13.6'
  disable_ddl_transaction!

  include Gitlab::Database::PartitioningMigrationHelpers
  def up
    replace_with_partitioned_table :audit_events
  end
end
