# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class PaintBeds < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(number: nil, name: 'rose').update_all(colour: 'red')
          sub_batch.where(number: nil, name: 'lily').update_all(colour: 'white')
        end
      end
    end
  end
end
