# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class AddEntries < BatchedMigrationJob
      operation_name :add_entries
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute("INSERT INTO entries (plot_id, name) SELECT id, name FROM plots")
        end
      end
    end
  end
end
