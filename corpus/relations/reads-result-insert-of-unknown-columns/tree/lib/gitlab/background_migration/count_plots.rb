# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CountPlots < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('number = (SELECT count(*) FROM plots WHERE plots.name = beds.name)')
        end
      end
    end
  end
end
