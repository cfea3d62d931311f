# frozen_string_literal: true

class RemoveColumns < Gitlab::Database::Migration[2.2]
  milestone '14.5'
  disable_ddl_transaction!

  COLUMNS = %w[author_name author_email committer_name committer_email].freeze
  def up
    COLUMNS.each do |column|
      with_lock_retries do
        remove_column :merge_request_diff_commits, column
      end
    end
  end
end
