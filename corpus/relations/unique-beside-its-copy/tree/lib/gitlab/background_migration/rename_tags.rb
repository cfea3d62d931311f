# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RenameTags < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where(kind: 'old').update_all(kind: 'new') }
      end
    end
  end
end
