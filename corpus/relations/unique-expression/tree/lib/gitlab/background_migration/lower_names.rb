# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class LowerNames < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where('name <> lower(name)').update_all('name = lower(name)')
        end
      end
    end
  end
end
