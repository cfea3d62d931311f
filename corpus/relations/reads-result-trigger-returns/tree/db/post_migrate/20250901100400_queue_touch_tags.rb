# frozen_string_literal: true

class QueueTouchTags < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'TouchTags'

  def up
    queue_batched_background_migration(MIGRATION, :tags, :id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :tags, :id, [])
  end
end
