# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ResetMergeStatus
      class MergeRequest < ActiveRecord::Base
        self.table_name = 'merge_requests'
      end

      def perform(from_id, to_id)
        MergeRequest.where(id: from_id..to_id).find_each do |mr|
          next unless mr.state == 'opened'
          mr.update_column(:merge_status, 'unchecked')
        end
      end
    end
  end
end
