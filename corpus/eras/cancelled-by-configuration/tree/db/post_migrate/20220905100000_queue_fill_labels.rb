# frozen_string_literal: true

class QueueFillLabels < Gitlab::Database::Migration[2.0]
  milestone '15.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    queue_batched_background_migration('FillLabels', :crates, :id, job_interval: 2.minutes)
  end

  def down; end
end
