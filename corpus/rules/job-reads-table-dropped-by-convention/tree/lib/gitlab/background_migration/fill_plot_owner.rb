# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlotOwner < BatchedMigrationJob
      operation_name :fill_plot_owner
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute("UPDATE plots SET owner_id = old_plots.owner_id FROM old_plots WHERE old_plots.id = plots.id")
        end
      end
    end
  end
end
