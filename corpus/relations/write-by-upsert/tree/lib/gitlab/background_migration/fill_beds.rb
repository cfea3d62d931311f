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
        each_sub_batch do |sub_batch|
          rows = sub_batch.map { |bed| { id: bed.id, plot_id: bed.number } }
          Bed.upsert_all(rows, unique_by: :id, update_only: [:plot_id])
        end
      end
    end
  end
end
