# frozen_string_literal: true

class BackfillAllProjectNamespaces < Gitlab::Database::Migration[2.2]
  milestone '14.9'
  disable_ddl_transaction!

  MIGRATION = 'ProjectNamespaces::BackfillProjectNamespaces'

  def up
    queue_batched_background_migration(
      MIGRATION, :projects, :id, nil, 'up',
      job_interval: 2.minutes, batch_size: 1_000, max_batch_size: 5_000, sub_batch_size: 10
    )
  end

  def down
    delete_batched_background_migration(MIGRATION, :projects, :id, [nil, 'up'])
  end
end
