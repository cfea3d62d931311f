# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RepairStateAndKind < BatchedMigrationJob
      operation_name :repair_state_and_kind
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(state: nil, kind: nil).update_all(state: 1, kind: 1)
        end
      end
    end
  end
end
