# frozen_string_literal: true

class BackfillAll < Gitlab::Database::Migration[2.2]
  milestone '14.9'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('FillNs', :projects, :id, 'up', job_interval: 2.minutes)
  end
end
