# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class TouchFences < BatchedMigrationJob
      operation_name :touch_fences
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(project_id: nil).update_all('updated_at = updated_at')
        end
      end
    end
  end
end
