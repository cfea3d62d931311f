# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopyState < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where(state: [2, 3]).update_all('kind = state') }
      end
    end
  end
end
