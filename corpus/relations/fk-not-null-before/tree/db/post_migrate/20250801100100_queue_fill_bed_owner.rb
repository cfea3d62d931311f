# frozen_string_literal: true

class QueueFillBedOwner < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'FillBedOwner'

  def up
    queue_batched_background_migration(MIGRATION, :beds, :id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :beds, :id, [])
  end
end
