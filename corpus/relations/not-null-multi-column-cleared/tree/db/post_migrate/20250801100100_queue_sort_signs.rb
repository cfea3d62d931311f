# frozen_string_literal: true

class QueueSortSigns < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'SortSigns'

  def up
    queue_batched_background_migration(MIGRATION, :signs, :id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :signs, :id, [])
  end
end
