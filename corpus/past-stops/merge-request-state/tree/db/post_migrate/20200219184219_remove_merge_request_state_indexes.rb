# frozen_string_literal: true

class RemoveMergeRequestStateIndexes < Gitlab::Database::Migration[2.2]
  milestone '12.9'
  disable_ddl_transaction!

  INDEX = 'index_merge_requests_on_state_and_merge_status'

  def up
    remove_concurrent_index_by_name :merge_requests, INDEX
  end

  def down
    add_concurrent_index :merge_requests, [:state, :merge_status], name: INDEX
  end
end
