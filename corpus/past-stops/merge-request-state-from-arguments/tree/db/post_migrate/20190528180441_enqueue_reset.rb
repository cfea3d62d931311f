# frozen_string_literal: true

class EnqueueReset < Gitlab::Database::Migration[2.2]
  milestone '12.0'
  disable_ddl_transaction!

  def up
    migrate_async('RevisitStuck', ['merge_requests', 'state'])
  end
end
