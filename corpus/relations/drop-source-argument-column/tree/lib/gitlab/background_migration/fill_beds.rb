# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBeds < BatchedMigrationJob
      operation_name :work
      job_arguments :source
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all("plot_id = #{source}")
        end
      end
    end
  end
end
