# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MoveNotesToPages < BatchedMigrationJob
      operation_name :move_notes_to_pages
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute("INSERT INTO pages (note_id, body) SELECT id, body FROM garden_notes WHERE id IN (#{sub_batch.select(:id).to_sql}) ON CONFLICT DO NOTHING")
        end
      end
    end
  end
end
