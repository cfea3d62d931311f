# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CountSummaries < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where.not(code: nil).update_all(counted: true) }
      end
    end
  end
end
