# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ClearNames < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(colour: 'none').update_all(colour: nil)
        end
      end
    end
  end
end
