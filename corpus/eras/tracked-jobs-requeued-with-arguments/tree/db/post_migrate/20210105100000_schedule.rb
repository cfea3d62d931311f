# frozen_string_literal: true

class Schedule < Gitlab::Database::Migration[2.2]
  milestone '13.8'
  disable_ddl_transaction!

  def up
    queue_background_migration_jobs_by_range_at_intervals(define_batchable_model('boards'), 'FillBoards', 2.minutes, other_job_arguments: [100], track_jobs: true)
  end
end
