# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class AddBeds < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        connection.execute("INSERT INTO beds (plot_id, name) SELECT id, 'rose' FROM plots")
      end
    end
  end
end
