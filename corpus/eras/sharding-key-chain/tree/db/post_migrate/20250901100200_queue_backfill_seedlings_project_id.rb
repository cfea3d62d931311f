# frozen_string_literal: true

class QueueBackfillSeedlingsProjectId < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'BackfillSeedlingsProjectId'

  def up
    queue_batched_background_migration(MIGRATION, :seedlings, :id, :project_id, :beds, :project_id, :bed_id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :seedlings, :id, [:project_id, :beds, :project_id, :bed_id])
  end
end
