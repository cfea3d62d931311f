# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class StealMigrateMergeRequestDiffCommitUsers
      def perform(start_id, stop_id)
        MigrateMergeRequestDiffCommitUsers.new.perform(start_id, stop_id)

        following = Gitlab::Database::BackgroundMigrationJob.for_migration_class('MigrateMergeRequestDiffCommitUsers').pending.first
        return unless following

        BackgroundMigrationWorker.perform_in(5.minutes, 'StealMigrateMergeRequestDiffCommitUsers', following.arguments)
      end
    end
  end
end
