# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillNotes < BatchedMigrationJob
      operation_name :fill_notes
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(plot_id: nil).update_all(plot_id: 1)
        end
      end
    end
  end
end
