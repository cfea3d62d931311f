# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MoveBeds < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      class Bed < ApplicationRecord
        self.table_name = 'beds'
      end

      def perform
        rows = Bed.where(name: 'old').select('beds.id AS bed_key')
        rows.each { |row| Bed.where(id: row.bed_key).update_all(plot_id: 7) }
      end
    end
  end
end
