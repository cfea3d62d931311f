# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CountPlotOwners < BatchedMigrationJob
      operation_name :count_plot_owners
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute("UPDATE gardeners SET plots_count = (SELECT COUNT(*) FROM plots WHERE plots.owner_id = gardeners.id) WHERE gardeners.id IN (#{sub_batch.select(:id).to_sql})")
        end
      end
    end
  end
end
