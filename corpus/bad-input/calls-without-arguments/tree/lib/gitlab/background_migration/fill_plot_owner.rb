# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlotOwner < BatchedMigrationJob
      operation_name :fill_plot_owner
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('owner_id = creator_id')
        end
      end
    end
  end
end
