# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MigrateMergeRequestDiffCommitUsers
      def perform(start_id, stop_id)
        connection = ActiveRecord::Base.connection

        connection.execute(<<~SQL)
          INSERT INTO merge_request_diff_commit_users (name, email)
          SELECT DISTINCT author_name, author_email FROM merge_request_diff_commits
          WHERE merge_request_diff_id BETWEEN #{Integer(start_id)} AND #{Integer(stop_id)}
          UNION
          SELECT DISTINCT committer_name, committer_email FROM merge_request_diff_commits
          WHERE merge_request_diff_id BETWEEN #{Integer(start_id)} AND #{Integer(stop_id)}
          ON CONFLICT DO NOTHING
        SQL
        connection.execute(<<~SQL)
          UPDATE merge_request_diff_commits AS commits
          SET commit_author_id = authors.id, committer_id = committers.id
          FROM merge_request_diff_commit_users AS authors, merge_request_diff_commit_users AS committers
          WHERE commits.merge_request_diff_id BETWEEN #{Integer(start_id)} AND #{Integer(stop_id)}
          AND authors.name = commits.author_name AND authors.email = commits.author_email
          AND committers.name = commits.committer_name AND committers.email = commits.committer_email
        SQL

        Gitlab::Database::BackgroundMigrationJob.mark_all_as_succeeded('MigrateMergeRequestDiffCommitUsers', [start_id, stop_id])
      end
    end
  end
end
