# frozen_string_literal: true

class QueueBackfillBedsProjectId < Gitlab::Database::Migration[2.3]
  milestone '18.2'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'BackfillBedsProjectId'
  JOB_ARGS = %i[project_id plots project_id plot_id].freeze

  def up
    queue_batched_background_migration(MIGRATION, :beds, :id, *JOB_ARGS)
  end

  def down; end
end
