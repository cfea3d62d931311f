# frozen_string_literal: true

class QueueTidyGateCodes < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'TidyGateCodes'

  def up
    queue_batched_background_migration(MIGRATION, :gates, :id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :gates, :id, [])
  end
end
