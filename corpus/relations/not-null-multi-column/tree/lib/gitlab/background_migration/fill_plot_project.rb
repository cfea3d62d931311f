# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlotProject < BatchedMigrationJob
      operation_name :fill_plot_project
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(project_id: nil).update_all('project_id = garden_project_id')
        end
      end
    end
  end
end
