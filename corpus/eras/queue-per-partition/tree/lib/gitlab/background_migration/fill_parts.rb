# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillParts < BatchedMigrationJob
      cursor :id, :partition_id
      job_arguments :parent
      def perform
        each_sub_batch do |relation|
          connection.execute(<<~SQL)
            WITH batch AS MATERIALIZED (#{relation.select(:id, :partition_id).limit(sub_batch_size).to_sql})
            UPDATE #{parent} AS target SET owner_id = target.old_owner_id FROM batch WHERE target.id = batch.id AND target.partition_id = batch.partition_id
          SQL
        end
      end
    end
  end
end
