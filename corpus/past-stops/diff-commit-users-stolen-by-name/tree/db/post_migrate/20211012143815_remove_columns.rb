# frozen_string_literal: true

class RemoveColumns < Gitlab::Database::Migration[2.2]
  milestone '14.5'
  disable_ddl_transaction!

  def up
    remove_column :merge_request_diff_commits, :author_name
  end
end
