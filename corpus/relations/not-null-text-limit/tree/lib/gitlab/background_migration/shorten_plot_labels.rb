# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ShortenPlotLabels < BatchedMigrationJob
      operation_name :shorten_plot_labels
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where('char_length(label) > 100').update_all('label = left(label, 100)')
        end
      end
    end
  end
end
