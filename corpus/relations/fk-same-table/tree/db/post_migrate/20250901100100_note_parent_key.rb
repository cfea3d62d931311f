# frozen_string_literal: true

class NoteParentKey < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_concurrent_foreign_key :notes, :notes, column: :parent_id
  end

  def down; end
end
