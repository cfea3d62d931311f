# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class NumberBeds < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(number: nil).update_all('number = id')
        end
      end
    end
  end
end
