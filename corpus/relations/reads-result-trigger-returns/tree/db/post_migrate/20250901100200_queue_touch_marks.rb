# frozen_string_literal: true

class QueueTouchMarks < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'TouchMarks'

  def up
    queue_batched_background_migration(MIGRATION, :marks, :id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :marks, :id, [])
  end
end
