# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlotKeeper < BatchedMigrationJob
      operation_name :fill_plot_keeper
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(keeper_id: nil).update_all('keeper_id = 1')
        end
      end
    end
  end
end
