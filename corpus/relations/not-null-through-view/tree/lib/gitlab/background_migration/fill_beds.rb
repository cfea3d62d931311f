# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBeds < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        connection.execute('UPDATE garden_beds SET plot_id = id WHERE plot_id IS NULL')
      end
    end
  end
end
