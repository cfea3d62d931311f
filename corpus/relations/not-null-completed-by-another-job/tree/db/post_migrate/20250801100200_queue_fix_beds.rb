# frozen_string_literal: true

class QueueFixBeds < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('FixBeds', :beds, :id)
  end
end
