# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ResetMergeStatus
      def perform(from_id, to_id)
        opened = MergeRequest.where(id: from_id..to_id, state: 'opened')

        opened.where(merge_status: 'cannot_be_merged').update_all(merge_status: 'unchecked')
      end
    end
  end
end
