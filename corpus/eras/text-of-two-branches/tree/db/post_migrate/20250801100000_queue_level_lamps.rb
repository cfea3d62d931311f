# frozen_string_literal: true

class QueueLevelLamps < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    queue_batched_background_migration('LevelLamps', :lamps, :id, job_interval: 2.minutes)
  end

  def down; end
end
