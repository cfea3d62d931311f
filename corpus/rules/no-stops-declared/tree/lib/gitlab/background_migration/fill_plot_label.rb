# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlotLabel < BatchedMigrationJob
      operation_name :fill_plot_label
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all("label = 'plot'")
        end
      end
    end
  end
end
