# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MovePlants < BatchedMigrationJob
      operation_name :work

      class Summary < ::ApplicationRecord
        self.table_name = 'summaries'
      end

      def perform
        each_sub_batch do |batch|
          batch.update_all(bed_id: 7)
          Summary.where(code: batch.pluck(:code)).update_all(bed_id: 7)
        end
      end
    end
  end
end
