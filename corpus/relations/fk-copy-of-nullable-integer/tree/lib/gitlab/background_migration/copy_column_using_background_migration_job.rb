# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopyColumnUsingBackgroundMigrationJob < BatchedMigrationJob
      operation_name :copy
      job_arguments :copy_from, :copy_to
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          assignments = copy_to.zip(copy_from).map { |to, from| "#{to} = #{from}" }.join(', ')
          sub_batch.update_all(assignments)
        end
      end
    end
  end
end
