# frozen_string_literal: true

class QueueFillPlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    queue_batched_background_migration('FillPlotOwner', :plots, :id)
  end

  def down; end
end
