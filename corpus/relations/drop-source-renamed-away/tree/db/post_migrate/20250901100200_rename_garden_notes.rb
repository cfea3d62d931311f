# frozen_string_literal: true

class RenameGardenNotes < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    rename_table :garden_notes, :archived_notes
  end

  def down; end
end
