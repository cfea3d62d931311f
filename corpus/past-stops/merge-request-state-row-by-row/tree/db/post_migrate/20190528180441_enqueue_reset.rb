# frozen_string_literal: true

class EnqueueReset < Gitlab::Database::Migration[2.2]
  milestone '12.0'
  disable_ddl_transaction!

  JOB = 'ResetMergeStatus'.freeze
  BUFFER = 100
  def up
    jobs = []
    define_batchable_model('merge_requests').each_batch(of: 1000) do |batch|
      range = batch.pluck(Arel.sql('MIN(id)'), Arel.sql('MAX(id)')).first
      jobs << [JOB, range]
      if jobs.length >= BUFFER
        BackgroundMigrationWorker.bulk_perform_async(jobs)
        jobs.clear
      end
    end
    BackgroundMigrationWorker.bulk_perform_async(jobs) unless jobs.empty?
  end
end
