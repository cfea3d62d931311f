# frozen_string_literal: true

class MarkNoteKey < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_concurrent_foreign_key :marks, :notes, column: :note_id_convert_to_bigint
  end

  def down; end
end
