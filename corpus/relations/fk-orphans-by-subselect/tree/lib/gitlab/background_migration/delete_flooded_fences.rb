# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DeleteFloodedFences < BatchedMigrationJob
      operation_name :delete_flooded_fences
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute("DELETE FROM fences USING floods WHERE floods.plot_id = fences.plot_id")
        end
      end
    end
  end
end
