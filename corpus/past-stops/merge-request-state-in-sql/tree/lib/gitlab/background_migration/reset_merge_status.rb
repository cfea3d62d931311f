# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ResetMergeStatus
      def perform(from_id, to_id)
        ActiveRecord::Base.connection.execute <<~SQL
          UPDATE merge_requests
          SET merge_status = 'unchecked'
          WHERE id BETWEEN #{from_id} AND #{to_id}
            AND state = 'opened'
        SQL
      end
    end
  end
end
