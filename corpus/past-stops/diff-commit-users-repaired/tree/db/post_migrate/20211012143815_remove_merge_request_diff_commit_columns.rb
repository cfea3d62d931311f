# frozen_string_literal: true

class RemoveMergeRequestDiffCommitColumns < Gitlab::Database::Migration[2.2]
  milestone '14.5'

  TABLE = 'merge_request_diff_commits'
  COLUMNS = %w[author_name author_email committer_name committer_email].freeze

  def up
    COLUMNS.each do |column|
      next unless column_exists?(TABLE, column)

      remove_column(TABLE, column, :text)
    end
  end

  def down; end
end
