# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DefaultKind < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where(kind: nil, depth: 3).update_all(kind: 0) }
      end
    end
  end
end
