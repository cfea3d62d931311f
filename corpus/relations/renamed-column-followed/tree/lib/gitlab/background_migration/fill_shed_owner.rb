# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillShedOwner < BatchedMigrationJob
      operation_name :fill_shed_owner
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute("UPDATE sheds SET owner_id = creator_id WHERE id IN (#{sub_batch.select(:id).to_sql})")
        end
      end
    end
  end
end
