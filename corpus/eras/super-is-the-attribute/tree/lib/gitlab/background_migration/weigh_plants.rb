# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class WeighPlants < BatchedMigrationJob
      operation_name :work

      class Plant < ::ApplicationRecord
        self.table_name = 'plants'

        def height
          super.to_i
        end
      end

      def perform
        each_sub_batch do |batch|
          Plant.where(id: batch.select(:id)).each { |plant| plant.update_columns(weight: plant.height + 1) }
        end
      end
    end
  end
end
