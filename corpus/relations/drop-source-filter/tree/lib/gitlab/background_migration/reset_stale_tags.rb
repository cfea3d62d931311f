# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ResetStaleTags < BatchedMigrationJob
      operation_name :reset_stale_tags
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(stale: true).update_all(weight: 0)
        end
      end
    end
  end
end
