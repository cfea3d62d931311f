# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DeleteOrphans < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.joins('LEFT JOIN plots ON plots.id = beds.plot_id').where(plots: { id: nil }).delete_all
        end
      end
    end
  end
end
