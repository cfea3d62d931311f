# frozen_string_literal: true

class Copy < Gitlab::Database::Migration[2.2]
  milestone '16.10'
  disable_ddl_transaction!

  def up
    enqueue_partitioning_data_migration :events
  end
end
