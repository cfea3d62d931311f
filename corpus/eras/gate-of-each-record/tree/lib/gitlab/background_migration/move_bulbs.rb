# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MoveBulbs < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| connection.execute("INSERT INTO bulbs (id) SELECT id FROM old_bulbs WHERE id IN (#{batch.select(:id).to_sql})") }
      end
    end
  end
end
