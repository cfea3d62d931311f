# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class AddPots < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| connection.execute("INSERT INTO pots (bed_id, name) SELECT id, title FROM beds WHERE id IN (#{batch.select(:id).to_sql})") }
      end
    end
  end
end
