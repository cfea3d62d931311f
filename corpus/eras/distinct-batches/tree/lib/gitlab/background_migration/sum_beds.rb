# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class SumBeds < BatchedMigrationJob
      operation_name :sum_beds
      tables_to_check_for_vacuum :beds
      def perform
        distinct_each_batch do |batch|
          ids = batch.pluck(batch_column)
          connection.execute("UPDATE beds SET seedlings_count = (SELECT COUNT(*) FROM seedlings WHERE seedlings.bed_id = beds.id) WHERE id IN (#{ids.join(',')})")
        end
      end
      private
      def filter_batch(relation)
        relation.where(dead: false)
      end
    end
  end
end
