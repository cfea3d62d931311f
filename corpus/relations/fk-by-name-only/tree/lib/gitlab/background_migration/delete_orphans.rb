# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DeleteOrphans < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where('NOT EXISTS (SELECT 1 FROM plots WHERE plots.id = beds.plot_id)').delete_all
        end
      end
    end
  end
end
