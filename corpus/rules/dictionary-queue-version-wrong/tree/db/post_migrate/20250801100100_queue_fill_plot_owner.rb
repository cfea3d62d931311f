# frozen_string_literal: true

class QueueFillPlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    # queued again later
  end

  def down; end
end
