# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBoards < BatchedMigrationJob
      job_arguments :target
      def perform
        each_sub_batch(operation_name: :fill) do |sub|
          sub.update_all("#{target} = old_weight")
        end
      end
    end
  end
end
