# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MarkDuplicateSeeds < BatchedMigrationJob
      operation_name :mark_duplicate_seeds
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute(<<~SQL)
            UPDATE seeds SET status = 4
            WHERE id IN (#{sub_batch.select(:id).to_sql})
            AND EXISTS (SELECT 1 FROM seeds older WHERE older.name = seeds.name AND older.id < seeds.id)
          SQL
        end
      end
    end
  end
end
