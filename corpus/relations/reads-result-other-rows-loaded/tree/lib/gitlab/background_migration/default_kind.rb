# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DefaultKind < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where(kind: nil).update_all(kind: 'user') }
      end
    end
  end
end
