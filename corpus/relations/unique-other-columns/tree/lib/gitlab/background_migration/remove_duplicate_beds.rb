# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RemoveDuplicateBeds < BatchedMigrationJob
      operation_name :remove_duplicate_beds
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute(<<~SQL)
            WITH ranked AS (
              SELECT id, ROW_NUMBER() OVER (PARTITION BY plot_id, position ORDER BY id) AS copy
              FROM beds WHERE plot_id IN (#{sub_batch.select(:plot_id).to_sql})
            )
            DELETE FROM beds USING ranked WHERE beds.id = ranked.id AND ranked.copy > 1
          SQL
        end
      end
    end
  end
end
