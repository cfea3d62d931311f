# frozen_string_literal: true

class EnqueueReset < Gitlab::Database::Migration[2.2]
  milestone '12.0'
  disable_ddl_transaction!

  SCHEDULED = 'ResetMergeStatus'.freeze

  class MergeRequest < ActiveRecord::Base
    include EachBatch
    self.table_name = :merge_requests
  end

  def up
    MergeRequest.where(state: 'opened').each_batch(of: 500) do |relation, index|
      start_id, end_id = relation.pluck('MIN(id), MAX(id)').first
      BackgroundMigrationWorker.perform_in(index * 300, SCHEDULED, [start_id, end_id])
    end
  end

  def down
  end
end
