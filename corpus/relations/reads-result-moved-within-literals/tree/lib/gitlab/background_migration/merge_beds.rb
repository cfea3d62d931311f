# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MergeBeds < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where(state: 2).update_all(state: 3) }
      end
    end
  end
end
