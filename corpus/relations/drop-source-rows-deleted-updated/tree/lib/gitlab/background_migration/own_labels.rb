# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class OwnLabels < BatchedMigrationJob
      operation_name :own_labels
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute(<<~SQL)
            UPDATE labels SET name = upper(name) FROM plots
            WHERE labels.plot_id IS NULL AND plots.label_id = labels.id
              AND plots.id IN (#{sub_batch.select(:id).to_sql})
          SQL
          sub_batch.update_all(checked: true)
        end
      end
    end
  end
end
