# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class SortSigns < BatchedMigrationJob
      operation_name :sort_signs
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where.not(group_id: nil).where.not(project_id: nil).update_all(group_id: nil)
        end
      end
    end
  end
end
