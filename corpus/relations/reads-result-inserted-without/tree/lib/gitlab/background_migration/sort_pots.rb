# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class SortPots < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where.not(name: nil).update_all('rank = length(name)') }
      end
    end
  end
end
