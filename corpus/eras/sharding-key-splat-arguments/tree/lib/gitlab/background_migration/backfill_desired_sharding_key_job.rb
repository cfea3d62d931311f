# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class BackfillDesiredShardingKeyJob < BatchedMigrationJob
      operation_name :backfill_desired_sharding_key_job
      feature_category :gardening

      job_arguments :backfill_column, :backfill_via_table, :backfill_via_column, :backfill_via_foreign_key

      def perform
        each_sub_batch do |sub_batch|
          connection.execute(<<~SQL)
            UPDATE #{batch_table}
            SET #{backfill_column} = parent.#{backfill_via_column}
            FROM #{backfill_via_table} parent
            WHERE parent.id = #{batch_table}.#{backfill_via_foreign_key}
            AND #{batch_table}.#{backfill_column} IS NULL
            AND #{batch_table}.id IN (#{sub_batch.select(:id).to_sql})
          SQL
        end
      end
    end
  end
end
