# frozen_string_literal: true

class QueueCountSummaries < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('CountSummaries', :summaries, :id)
  end
end
