# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlots < BatchedMigrationJob
      operation_name :fill_plots
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(area: nil).where('sheds.plot_id = plots.id').update_all('area = sheds.area FROM sheds')
        end
      end
    end
  end
end
