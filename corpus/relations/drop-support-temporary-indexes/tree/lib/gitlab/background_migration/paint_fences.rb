# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class PaintFences < BatchedMigrationJob
      operation_name :paint_fences
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(owner_id: 1).update_all(color: 'green')
        end
      end
    end
  end
end
