# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DeleteOrphans < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        connection.execute(<<~SQL)
          DELETE FROM beds WHERE NOT EXISTS (SELECT 1 FROM plots WHERE plots.id = beds.plot_id)
        SQL
      end
    end
  end
end
