# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopyHarvests < BatchedMigrationJob
      operation_name :copy_harvests
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute(<<~SQL)
            INSERT INTO harvests (id, weight)
            SELECT id, weight FROM old_harvests WHERE id IN (#{sub_batch.select(:id).to_sql})
            ON CONFLICT DO NOTHING
          SQL
        end
      end
    end
  end
end
