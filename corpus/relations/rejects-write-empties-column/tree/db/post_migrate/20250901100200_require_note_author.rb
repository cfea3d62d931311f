# frozen_string_literal: true

class RequireNoteAuthor < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    change_column_null :notes, :author_id, false
  end

  def down; end
end
