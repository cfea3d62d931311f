# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DeleteOrphanBeds < BatchedMigrationJob
      operation_name :delete_orphan_beds
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.joins('LEFT OUTER JOIN plots ON plots.id = beds.plot_id').where(plots: { id: nil }).delete_all
        end
      end
    end
  end
end
