# frozen_string_literal: true

class QueueStockTools < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'StockTools'

  def up
    queue_batched_background_migration(MIGRATION, :sheds, :id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :sheds, :id, [])
  end
end
