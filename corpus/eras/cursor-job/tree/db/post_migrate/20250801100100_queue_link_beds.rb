# frozen_string_literal: true

class QueueLinkBeds < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'LinkBeds'

  def up
    queue_batched_background_migration(MIGRATION, :bed_links, :plot_id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :bed_links, :plot_id, [])
  end
end
