# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ArchiveBeds < BatchedMigrationJob
      operation_name :archive_beds
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute(<<~SQL)
            WITH gone AS (
              DELETE FROM beds WHERE id IN (#{sub_batch.select(:id).to_sql}) RETURNING id, label
            )
            INSERT INTO beds_archived (id, label) SELECT id, label FROM gone
          SQL
        end
      end
    end
  end
end
