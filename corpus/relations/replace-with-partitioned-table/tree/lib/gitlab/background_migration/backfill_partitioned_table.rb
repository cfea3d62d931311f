# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class BackfillPartitionedTable < BatchedMigrationJob
      operation_name :backfill_partitioned_table
      feature_category :gardening

      job_arguments :partitioned_table

      def perform
        each_sub_batch do |sub_batch|
          connection.execute(<<~SQL)
            INSERT INTO #{partitioned_table} SELECT * FROM #{batch_table}
            WHERE #{batch_column} IN (#{sub_batch.select(batch_column).to_sql}) FOR UPDATE
            ON CONFLICT DO NOTHING
          SQL
        end
      end
    end
  end
end
