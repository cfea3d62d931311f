# frozen_string_literal: true

class DropState < Gitlab::Database::Migration[2.2]
  milestone '12.9'
  disable_ddl_transaction!

  def up
    with_lock_retries do
      remove_columns :merge_requests, :state, :locked_at
    end
  end
  def down; end
end
