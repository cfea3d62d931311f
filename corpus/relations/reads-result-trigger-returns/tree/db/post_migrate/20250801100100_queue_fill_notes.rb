# frozen_string_literal: true

class QueueFillNotes < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'FillNotes'

  def up
    queue_batched_background_migration(MIGRATION, :notes, :id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :notes, :id, [])
  end
end
