# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MigrateCommitUsers
      class Commit < ActiveRecord::Base
        self.table_name = 'merge_request_diff_commits'
      end
      class CommitUser < ActiveRecord::Base
        self.table_name = 'merge_request_diff_commit_users'
      end
      def perform(start_id, stop_id)
        rows = Commit.where(merge_request_diff_id: start_id...stop_id).pluck(:author_name, :author_email, :committer_name, :committer_email)
        people = rows.flat_map { |a, b, c, d| [{ name: a, email: b }, { name: c, email: d }] }.uniq
        CommitUser.insert_all(people)
        update = Arel::UpdateManager.new
        update.table(Commit.arel_table)
        update.set([[Commit.arel_table[:commit_author_id], 1]])
        ActiveRecord::Base.connection.execute(update.to_sql)
        mark_job_as_succeeded(start_id, stop_id)
      end
      private
      def mark_job_as_succeeded(*arguments)
        Gitlab::Database::BackgroundMigrationJob.mark_all_as_succeeded('MigrateCommitUsers', arguments)
      end
    end
  end
end
