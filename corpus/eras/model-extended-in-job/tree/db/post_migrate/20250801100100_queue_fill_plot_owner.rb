# frozen_string_literal: true

class QueueFillPlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    migrate_in(2.minutes, 'FillPlotOwner', [1, 100])
    migrate_in(4.minutes, 'FillPlotOwner', [101, 200])
  end

  def down; end
end
