# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FixBeds < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch do |batch|
          connection.execute("UPDATE beds SET state = 2, kind = 2 FROM plots WHERE plots.id = beds.id AND beds.id IN (#{batch.select(:id).to_sql})")
        end
      end
    end
  end
end
