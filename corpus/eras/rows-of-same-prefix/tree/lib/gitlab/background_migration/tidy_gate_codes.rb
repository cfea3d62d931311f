# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class TidyGateCodes < BatchedMigrationJob
      operation_name :tidy
      feature_category :database

      class Gate < ::ApplicationRecord
        self.table_name = 'gates'
      end

      def perform
        each_sub_batch do |sub_batch|
          Gate.where("keeper LIKE 'wood%'").where(id: sub_batch).each do |gate|
            gate.code = gate.code.strip
            gate.save!
          end
        end
      end
    end
  end
end
