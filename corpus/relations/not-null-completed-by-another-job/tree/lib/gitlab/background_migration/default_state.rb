# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DefaultState < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where(state: nil).update_all(state: 0) }
      end
    end
  end
end
