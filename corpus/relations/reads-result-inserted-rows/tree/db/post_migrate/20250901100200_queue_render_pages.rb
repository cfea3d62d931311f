# frozen_string_literal: true

class QueueRenderPages < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'RenderPages'

  def up
    queue_batched_background_migration(MIGRATION, :pages, :id)
  end

  def down
    delete_batched_background_migration(MIGRATION, :pages, :id, [])
  end
end
