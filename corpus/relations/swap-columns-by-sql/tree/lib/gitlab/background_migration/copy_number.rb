# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopyNumber < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('number_convert_to_bigint = number')
        end
      end
    end
  end
end
