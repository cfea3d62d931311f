# frozen_string_literal: true

class EnqueueResetMergeStatus < Gitlab::Database::Migration[2.2]
  milestone '12.0'
  disable_ddl_transaction!

  MIGRATION = 'ResetMergeStatus'
  BATCH_SIZE = 10_000
  DELAY = 5.minutes.to_i

  def up
    say 'Scheduling `ResetMergeStatus` jobs'

    candidates = MergeRequest.where(state: 'opened', merge_status: 'cannot_be_merged')

    candidates.each_batch(of: BATCH_SIZE) do |batch, index|
      range = batch.pluck(Arel.sql('MIN(id)'), Arel.sql('MAX(id)')).first

      BackgroundMigrationWorker.perform_in(index * DELAY, MIGRATION, range)
    end
  end

  def down; end
end
