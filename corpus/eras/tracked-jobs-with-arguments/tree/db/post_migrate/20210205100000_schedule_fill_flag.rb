# frozen_string_literal: true

class ScheduleFillFlag < ActiveRecord::Migration[6.0]
  milestone '13.9'
  disable_ddl_transaction!

  include Gitlab::Database::DynamicModelHelpers

  def up
    queue_background_migration_jobs_by_range_at_intervals(
      define_batchable_model('seeds'), 'FillFlag', 2.minutes,
      batch_size: 5_000, other_job_arguments: ['seeds', 'organic'], track_jobs: true
    )
  end

  def down; end
end
