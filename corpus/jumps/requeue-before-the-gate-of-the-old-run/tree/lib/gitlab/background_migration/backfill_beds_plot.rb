# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class BackfillBedsPlot < BatchedMigrationJob
      operation_name :update_all
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(plot_id: nil).update_all('plot_id = garden_id')
        end
      end
    end
  end
end
