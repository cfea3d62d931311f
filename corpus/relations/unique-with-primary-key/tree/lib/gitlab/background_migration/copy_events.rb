# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopyEvents < BatchedMigrationJob
      operation_name :copy_events
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute("INSERT INTO audit_events (event_id) SELECT id FROM events")
        end
      end
    end
  end
end
