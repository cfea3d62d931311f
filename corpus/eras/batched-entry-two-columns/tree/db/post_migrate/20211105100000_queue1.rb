# frozen_string_literal: true

class Queue1 < Gitlab::Database::Migration[2.2]
  milestone '14.6'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('CopyIt', :beds, :id, :creator_id, :owner_id, job_interval: 2.minutes)
  end
end
