# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class UpperLabels < BatchedMigrationJob
      operation_name :work

      class Label < ::ApplicationRecord
        self.table_name = 'labels'
      end

      def perform
        each_sub_batch do |batch|
          found = connection.select_values("SELECT upper.kind FROM beds INNER JOIN beds upper ON beds.kind = upper.kind WHERE beds.kind = 'group'")
          Label.where(bed_id: found).delete_all
        end
      end
    end
  end
end
