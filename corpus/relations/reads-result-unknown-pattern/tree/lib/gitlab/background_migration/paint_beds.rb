# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class PaintBeds < BatchedMigrationJob
      job_arguments :prefix
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(Arel::Table.new('beds')[:name].matches("#{prefix}%")).update_all(colour: 'red')
        end
      end
    end
  end
end
