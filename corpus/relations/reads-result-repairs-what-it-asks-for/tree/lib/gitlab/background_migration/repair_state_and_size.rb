# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RepairStateAndSize < BatchedMigrationJob
      operation_name :repair_state_and_size
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(state: nil).update_all(state: 1, size: 1)
        end
      end
    end
  end
end
