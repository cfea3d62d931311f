# frozen_string_literal: true

class QueueWork < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    BackgroundMigrationWorker.perform_async('FindCrates', [])
    migrate_in(1.hour, 'SortCrates', [1, 2])
    migrate_in(1.hour, 'LoseCrates', [1, 2])
  end
end
