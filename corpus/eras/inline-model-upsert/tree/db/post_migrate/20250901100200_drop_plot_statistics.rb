# frozen_string_literal: true

class DropPlotStatistics < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    drop_table :plot_statistics
  end

  def down; end
end
