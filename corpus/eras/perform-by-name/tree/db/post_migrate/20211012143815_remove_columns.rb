# frozen_string_literal: true

class RemoveColumns < Gitlab::Database::Migration[2.2]
  milestone '14.5'
  disable_ddl_transaction!

  def up
    %i[author_name author_email].each { |c| remove_column(:merge_request_diff_commits, c) if column_exists?(:merge_request_diff_commits, c) }
  end
end
