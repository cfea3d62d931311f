# frozen_string_literal: true

class Reschedule < Gitlab::Database::Migration[2.2]
  milestone '13.10'
  disable_ddl_transaction!

  def up
    queue_background_migration_jobs_by_range_at_intervals(define_batchable_model('ci_job_artifacts').where(expire_at: nil), 'BackfillExpiry', 2.minutes)
  end
end
