# frozen_string_literal: true

class QueueFillPlotOwner < Gitlab::Database::Migration[2.1]
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    queue_batched_background_migration('FillPlotOwner', :plots, :id)
  end

  def down; end
end
