# frozen_string_literal: true

class Schedule < Gitlab::Database::Migration[2.2]
  milestone '14.1'
  disable_ddl_transaction!

  MIGRATION_NAME = 'MigrateCommitUsers'
  def up
    queue_background_migration_jobs_by_range_at_intervals(define_batchable_model('merge_request_diffs'), MIGRATION_NAME, 2.minutes, batch_size: 40_000, track_jobs: true)
  end
end
