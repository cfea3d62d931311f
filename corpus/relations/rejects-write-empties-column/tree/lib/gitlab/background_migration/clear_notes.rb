# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ClearNotes < BatchedMigrationJob
      operation_name :clear_notes
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(kind: 1).update_all(author_id: nil)
        end
      end
    end
  end
end
