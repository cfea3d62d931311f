# frozen_string_literal: true

class Schedule < Gitlab::Database::Migration[2.2]
  milestone '12.3'
  disable_ddl_transaction!

  def up
    queue_background_migration_jobs_by_range_at_intervals(define_batchable_model('metrics'), 'PopulateMetrics', 8.minutes)
  end
end
