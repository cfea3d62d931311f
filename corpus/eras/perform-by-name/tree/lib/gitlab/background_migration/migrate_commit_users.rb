# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MigrateCommitUsers
      def perform(start_id, stop_id)
        ActiveRecord::Base.connection.execute(<<~SQL)
          UPDATE merge_request_diff_commits SET commit_author_id = u.id
          FROM users_of_commits u
          WHERE u.name = merge_request_diff_commits.author_name
          AND merge_request_diff_id BETWEEN #{start_id} AND #{stop_id}
        SQL
      end
    end
  end
end
