# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class WeedBeds < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where(weeds: nil).update_all(weeds: 0) }
      end
    end
  end
end
