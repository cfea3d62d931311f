# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CountState < BatchedMigrationJob
      operation_name :count_state
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          Gitlab::AppLogger.info(sub_batch.where(state: 1).count)
        end
      end
    end
  end
end
