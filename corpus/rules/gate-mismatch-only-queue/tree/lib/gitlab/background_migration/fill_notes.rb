# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillNotes < BatchedMigrationJob
      operation_name :fill_notes
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all(a: 1)
        end
      end
    end
  end
end
