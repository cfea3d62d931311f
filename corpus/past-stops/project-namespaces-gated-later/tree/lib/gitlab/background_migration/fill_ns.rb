# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillNs < BatchedMigrationJob
      job_arguments :direction
      def perform
        each_sub_batch(operation_name: :update_all) do |sub|
          sub.update_all('project_namespace_id = namespace_id')
        end
      end
    end
  end
end
