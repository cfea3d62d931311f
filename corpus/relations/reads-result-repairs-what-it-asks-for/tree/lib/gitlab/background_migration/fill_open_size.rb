# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillOpenSize < BatchedMigrationJob
      operation_name :fill_open_size
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where.not(state: nil).update_all(size: 2)
        end
      end
    end
  end
end
