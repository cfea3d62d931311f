# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class GroupLabels < BatchedMigrationJob
      operation_name :work

      class Label < ::ApplicationRecord
        self.table_name = 'labels'
      end

      def perform
        each_sub_batch do |batch|
          found = connection.select_values("SELECT depth FROM beds WHERE kind = 'group'")
          Label.where(bed_id: found).delete_all
        end
      end
    end
  end
end
