# frozen_string_literal: true

class DropGardenNotes < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    drop_table :garden_notes
  end

  def down; end
end
