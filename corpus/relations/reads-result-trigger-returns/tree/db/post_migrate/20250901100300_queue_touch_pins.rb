# frozen_string_literal: true

class QueueTouchPins < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'TouchPins'

  def up
    queue_batched_background_migration(MIGRATION, :pins, :id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :pins, :id, [])
  end
end
