# frozen_string_literal: true

class BackfillNamespaceIdForProjectRoutes < Gitlab::Database::Migration[2.2]
  milestone '14.10'
  disable_ddl_transaction!

  MIGRATION = 'BackfillNamespaceIdForProjectRoute'

  def up
    queue_batched_background_migration(
      MIGRATION, :routes, :id,
      job_interval: 2.minutes, batch_size: 1_000, sub_batch_size: 200
    )
  end

  def down
    delete_batched_background_migration(MIGRATION, :routes, :id, [])
  end
end
