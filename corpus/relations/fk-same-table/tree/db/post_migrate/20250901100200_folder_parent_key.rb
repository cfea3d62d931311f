# frozen_string_literal: true

class FolderParentKey < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_concurrent_foreign_key :folders, :folders, column: :parent_id
  end

  def down; end
end
