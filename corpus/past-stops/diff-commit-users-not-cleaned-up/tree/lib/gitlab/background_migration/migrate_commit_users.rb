# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MigrateCommitUsers
      BATCH = 1000
      def perform(start_id, stop_id)
        start_id.step(stop_id, BATCH) do |from|
          ActiveRecord::Base.connection.execute(update_sql(from, from + BATCH))
        end
      end
      def update_sql(from, to)
        "UPDATE merge_request_diff_commits c SET commit_author_id = u.id FROM commit_users u " \
          "WHERE (u.name, u.email) = (c.author_name, c.author_email) AND c.merge_request_diff_id >= #{from} AND c.merge_request_diff_id < #{to}"
      end
    end
  end
end
