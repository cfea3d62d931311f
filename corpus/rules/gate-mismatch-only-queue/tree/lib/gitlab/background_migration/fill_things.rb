# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillThings < BatchedMigrationJob
      operation_name :fill_things
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all(a: 1)
        end
      end
    end
  end
end
