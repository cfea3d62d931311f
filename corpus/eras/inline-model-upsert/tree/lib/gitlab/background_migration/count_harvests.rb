# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CountHarvests < BatchedMigrationJob
      operation_name :count_harvests
      feature_category :gardening

      class Statistic < ::ApplicationRecord
        self.table_name = 'plot_statistics'
      end

      def perform
        each_sub_batch do |sub_batch|
          rows = sub_batch.pluck(:id, :harvest_count).map do |id, count|
            { plot_id: id, total: count }
          end

          Statistic.upsert_all(rows, unique_by: :plot_id) if rows.any?
        end
      end
    end
  end
end
