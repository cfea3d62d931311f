# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class BackfillExpiry
      def perform(start_id, end_id)
        ActiveRecord::Base.connection.execute("UPDATE ci_job_artifacts SET expire_at = finished_at WHERE id BETWEEN #{start_id} AND #{end_id} AND expire_at IS NULL")
      end
    end
  end
end
