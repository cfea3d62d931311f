# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPartition < BatchedMigrationJob
      operation_name :fill_partition
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('partition_id = 100')
        end
      end
    end
  end
end
