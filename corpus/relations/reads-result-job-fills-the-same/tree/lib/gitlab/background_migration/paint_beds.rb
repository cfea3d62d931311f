# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class PaintBeds < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all(colour: 'red')
          sub_batch.each { |bed| bed.update_columns(name: 'rose') }
        end
      end
    end
  end
end
