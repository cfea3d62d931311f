# frozen_string_literal: true

class Reschedule < Gitlab::Database::Migration[2.2]
  milestone '12.6'
  disable_ddl_transaction!

  def up
    Gitlab::BackgroundMigration.steal('PopulateMetrics')
    queue_background_migration_jobs_by_range_at_intervals(define_batchable_model('metrics').where(merged_at: nil), 'PopulateMetrics', 8.minutes)
  end
end
