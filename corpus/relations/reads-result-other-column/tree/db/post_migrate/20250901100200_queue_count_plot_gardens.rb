# frozen_string_literal: true

class QueueCountPlotGardens < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'CountPlotGardens'

  def up
    queue_batched_background_migration(MIGRATION, :gardens, :id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :gardens, :id, [])
  end
end
