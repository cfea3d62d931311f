# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CountBeds < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('name = (SELECT max(beds.name) FROM beds WHERE beds.plot_id = plots.id)')
        end
      end
    end
  end
end
