# frozen_string_literal: true

class QueueFillPlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    # replaced: see the next queue, which was never needed
  end

  def down; end
end
