# frozen_string_literal: true

class RemoveStateFromMergeRequests < Gitlab::Database::Migration[2.2]
  milestone '12.9'

  def up
    return unless column_exists?(:merge_requests, :state)

    remove_column :merge_requests, :state, :string
  end

  def down
    add_column :merge_requests, :state, :string
  end
end
