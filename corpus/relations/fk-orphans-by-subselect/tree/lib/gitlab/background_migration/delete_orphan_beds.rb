# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DeleteOrphanBeds < BatchedMigrationJob
      operation_name :delete_orphan_beds
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute("DELETE FROM beds WHERE plot_id NOT IN (SELECT id FROM plots)")
        end
      end
    end
  end
end
