# frozen_string_literal: true

class ScheduleFillPlotOwner < Gitlab::Database::Migration[2.2]
  milestone '14.2'

  def up
    migrate_async('FillPlotOwner', [1, 1000])
  end

  def down; end
end
