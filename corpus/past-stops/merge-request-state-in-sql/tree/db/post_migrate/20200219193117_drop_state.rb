# frozen_string_literal: true

class DropState < Gitlab::Database::Migration[2.2]
  milestone '12.9'
  disable_ddl_transaction!

  def up
    if column_exists?(:merge_requests, :state)
      remove_column :merge_requests, :state
    end
  end

  def down
    add_column :merge_requests, :state, :string unless column_exists?(:merge_requests, :state)
  end
end
