# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class PaintBeds < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(name: 'rose').update_all(colour: 'red')
          sub_batch.where(name: 'rose').where(number: 7).update_all(colour: 'white')
        end
      end
    end
  end
end
