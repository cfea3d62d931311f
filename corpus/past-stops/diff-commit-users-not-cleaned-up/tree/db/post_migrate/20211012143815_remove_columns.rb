# frozen_string_literal: true

class RemoveColumns < Gitlab::Database::Migration[2.2]
  milestone '14.5'
  disable_ddl_transaction!

  TABLE = 'merge_request_diff_commits'.freeze
  COLUMNS = { author_name: :text, author_email: :text }.freeze
  def up
    COLUMNS.each_key { |name| remove_column TABLE, name }
  end
end
