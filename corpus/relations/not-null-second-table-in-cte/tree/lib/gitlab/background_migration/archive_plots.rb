# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ArchivePlots < BatchedMigrationJob
      operation_name :archive_plots
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute(<<~SQL)
            WITH closed AS (
              UPDATE fences SET closed_at = NOW() FROM plots
              WHERE fences.plot_id = plots.id AND plots.id IN (#{sub_batch.select(:id).to_sql})
              RETURNING fences.plot_id
            )
            UPDATE plots SET archived = TRUE FROM closed WHERE plots.id = closed.plot_id
          SQL
        end
      end
    end
  end
end
