# frozen_string_literal: true

class EnqueueResetMergeStatusSecondRun < Gitlab::Database::Migration[2.2]
  milestone '12.1'
  disable_ddl_transaction!

  MIGRATION = 'ResetMergeStatus'
  BATCH_SIZE = 10_000
  DELAY_INTERVAL = 5.minutes.to_i

  def up
    queue_background_migration_jobs_by_range_at_intervals(
      MergeRequest, MIGRATION, DELAY_INTERVAL, batch_size: BATCH_SIZE
    )
  end

  def down; end
end
