# frozen_string_literal: true

class QueueFillPlotOwnerSelfManaged < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'FillPlotOwnerSelfManaged'

  def up
    return if Gitlab.com_except_jh?

    queue_batched_background_migration(MIGRATION, :plots, :id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :plots, :id, [])
  end
end
