# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class PaintBeds < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(colour: 'red').update_all(colour: 'blue')
        end
      end
    end
  end
end
