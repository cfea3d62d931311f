# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MoveSeeds < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| connection.execute("INSERT INTO seeds (id) SELECT id FROM old_seeds WHERE id IN (#{batch.select(:id).to_sql})") }
      end
    end
  end
end
