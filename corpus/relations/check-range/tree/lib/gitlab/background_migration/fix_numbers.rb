# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FixNumbers < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where('number < 0').update_all(number: 0)
        end
      end
    end
  end
end
