# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ClearLostParents < BatchedMigrationJob
      operation_name :clear_lost_parents
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute("UPDATE notes SET parent_id = NULL FROM notes child LEFT JOIN notes parent ON parent.id = child.parent_id WHERE parent.id IS NULL AND notes.id = child.id")
        end
      end
    end
  end
end
