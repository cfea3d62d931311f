# frozen_string_literal: true

class QueueCopyState < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('CopyState', :beds, :id)
  end
end
