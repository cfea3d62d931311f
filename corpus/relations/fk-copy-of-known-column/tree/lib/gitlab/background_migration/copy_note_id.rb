# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopyNoteId < BatchedMigrationJob
      operation_name :copy_note_id
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('note_id_convert_to_bigint = note_id')
        end
      end
    end
  end
end
