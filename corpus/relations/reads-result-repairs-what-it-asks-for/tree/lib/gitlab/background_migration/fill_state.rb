# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillState < BatchedMigrationJob
      operation_name :fill_state
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(state: nil).update_all(state: 1)
        end
      end
    end
  end
end
