# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillOlder < BatchedMigrationJob
      operation_name :fill_older
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('size = 1')
        end
      end
    end
  end
end
