# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DeleteOwnerlessPlots < BatchedMigrationJob
      operation_name :delete_ownerless_plots
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(owner_id: nil).delete_all
        end
      end
    end
  end
end
