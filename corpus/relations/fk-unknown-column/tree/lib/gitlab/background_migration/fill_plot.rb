# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlot < BatchedMigrationJob
      operation_name :fill_plot
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('plot_id = garden_id')
        end
      end
    end
  end
end
