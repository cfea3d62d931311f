# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBeds < BatchedMigrationJob
      job_arguments :target
      def perform
        each_sub_batch { |sub| sub.update_all("#{target} = creator_id") }
      end
    end
  end
end
