# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class Both < BatchedMigrationJob
      job_arguments :direction
      def perform
        each_sub_batch(operation_name: :x) { |sub| sub.update_all(direction == 'up' ? 'a = b' : 'b = a') }
      end
    end
  end
end
