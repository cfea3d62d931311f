# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillOwner < BatchedMigrationJob
      operation_name :fill_owner
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('owner_id = creator_id')
        end
      end
    end
  end
end
