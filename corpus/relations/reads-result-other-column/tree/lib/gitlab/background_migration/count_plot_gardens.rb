# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CountPlotGardens < BatchedMigrationJob
      operation_name :count_plot_gardens
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('plots_count = (SELECT COUNT(*) FROM plots WHERE plots.garden_id = gardens.id)')
        end
      end
    end
  end
end
