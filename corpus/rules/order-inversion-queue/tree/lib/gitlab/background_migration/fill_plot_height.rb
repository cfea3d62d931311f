# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlotHeight < BatchedMigrationJob
      operation_name :fill_plot_height
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('height = 1')
        end
      end
    end
  end
end
