# frozen_string_literal: true

class QueueBackfillBedsProjectId < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'BackfillBedsProjectId'

  def up
    queue_batched_background_migration(MIGRATION, :beds, :id, :project_id, :plots, :project_id, :plot_id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :beds, :id, [:project_id, :plots, :project_id, :plot_id])
  end
end
