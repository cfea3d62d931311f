# frozen_string_literal: true

class AddNoteAuthor < Gitlab::Database::Migration[2.3]
  milestone '18.2'

  def change
    add_column :notes, :author_id, :bigint, default: nil
  end
end
