# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopyColumnUsingBackgroundMigrationJob < BatchedMigrationJob
      operation_name :copy_column_using_background_migration_job
      feature_category :gardening

      job_arguments :copy_from, :copy_to

      def perform
        each_sub_batch do |sub_batch|
          pairs = Array.wrap(copy_from).zip(Array.wrap(copy_to)).map { |from, to| "#{to} = #{from}" }
          sub_batch.update_all(pairs.join(', '))
        end
      end
    end
  end
end
