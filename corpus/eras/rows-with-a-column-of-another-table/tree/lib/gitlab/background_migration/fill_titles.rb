# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillTitles < BatchedMigrationJob
      operation_name :fill_titles
      feature_category :gardening

      class Bed < ::ApplicationRecord
        self.table_name = 'beds'
        belongs_to :plot, class_name: '::Gitlab::BackgroundMigration::FillLabels::Plot'
      end

      def perform
        each_sub_batch do |sub_batch|
          with_plot(sub_batch).each do |bed|
            soil = Bed.find(bed.id).plot.soil

            bed.update!(title: "#{bed.label.capitalize} #{bed.place} #{soil}")
          end
        end
      end

      private

      def with_plot(relation)
        relation
          .joins('INNER JOIN plots ON plots.id = beds.plot_id')
          .select('beds.*, plots.label', 'beds.id + 1 AS place')
      end
    end
  end
end
