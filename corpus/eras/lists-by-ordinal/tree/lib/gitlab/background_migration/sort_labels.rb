# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class SortLabels < BatchedMigrationJob
      operation_name :work

      class Label < ::ApplicationRecord
        self.table_name = 'labels'
      end

      def perform
        each_sub_batch do |batch|
          batch.group_by { |bed| [bed.plot_id, bed.kind] }.map(&:second).each do |beds|
            Label.where(code: beds.map(&:code)).update_all(sort: beds.first.sort)
          end
        end
      end
    end
  end
end
