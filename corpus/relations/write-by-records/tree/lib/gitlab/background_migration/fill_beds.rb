# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBeds < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      class Bed < ApplicationRecord
        self.table_name = 'beds'
      end

      def perform
        Bed.where(plot_id: nil).find_each do |bed|
          bed.plot_id = bed.number
          bed.save!
        end
      end
    end
  end
end
