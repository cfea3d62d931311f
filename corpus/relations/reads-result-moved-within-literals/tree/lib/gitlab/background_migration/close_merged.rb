# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CloseMerged < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where(state: 3).update_all(depth: 0) }
      end
    end
  end
end
