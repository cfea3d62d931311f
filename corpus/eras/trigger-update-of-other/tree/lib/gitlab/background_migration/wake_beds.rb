# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class WakeBeds < BatchedMigrationJob
      operation_name :wake_beds
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(area: nil).update_all(state: 1)
        end
      end
    end
  end
end
