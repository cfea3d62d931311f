# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class OwnLabels < BatchedMigrationJob
      operation_name :own_labels
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute(<<~SQL)
            WITH copied AS (
              INSERT INTO labels (plot_id, name)
              SELECT plots.id, labels.name FROM plots
              JOIN labels ON labels.id = plots.label_id
              WHERE labels.plot_id IS NULL AND plots.id IN (#{sub_batch.select(:id).to_sql})
              ON CONFLICT (plot_id, name) DO UPDATE SET name = EXCLUDED.name
              RETURNING id, plot_id
            )
            UPDATE plots SET label_id = copied.id FROM copied WHERE copied.plot_id = plots.id
          SQL
        end
      end
    end
  end
end
