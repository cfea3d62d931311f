# frozen_string_literal: true

class RequeueFillPlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'FillPlotOwner'

  def up
    delete_batched_background_migration(MIGRATION, :plots, :id, [])
    queue_batched_background_migration(MIGRATION, :plots, :id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :plots, :id, [])
  end
end
