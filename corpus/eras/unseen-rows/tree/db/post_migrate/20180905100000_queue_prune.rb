# frozen_string_literal: true

class QueuePrune < Gitlab::Database::Migration[2.2]
  milestone '11.4'
  disable_ddl_transaction!

  def up
    BackgroundMigrationWorker.perform_async('PruneBeds', [1, 2])
  end
end
