# frozen_string_literal: true

class QueueFillLabels < Gitlab::Database::Migration[1.0]
  milestone '14.6'

  def up
    queue_batched_background_migration('FillLabels', :crates, :id, job_interval: 2.minutes)
  end

  def down; end
end
