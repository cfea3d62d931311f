# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class StealMigrateCommitUsers
      def perform(start_id, stop_id)
        MigrateCommitUsers.new.perform(start_id, stop_id)
        schedule_next_job
      end
      def schedule_next_job
        job = Gitlab::Database::BackgroundMigrationJob.for_migration_class('MigrateCommitUsers').pending.first
        BackgroundMigrationWorker.perform_in(5.minutes, 'StealMigrateCommitUsers', job.arguments) if job
      end
    end
  end
end
