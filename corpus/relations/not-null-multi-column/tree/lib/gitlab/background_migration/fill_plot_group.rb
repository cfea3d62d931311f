# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlotGroup < BatchedMigrationJob
      operation_name :fill_plot_group
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(group_id: nil).update_all('group_id = garden_group_id')
        end
      end
    end
  end
end
