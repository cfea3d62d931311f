# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlotOwnerName < BatchedMigrationJob
      operation_name :fill_plot_owner_name
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all("owner_name = 'unknown'")
        end
      end
    end
  end
end
