# frozen_string_literal: true

class TruncateGardenNotes < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    truncate_tables!('garden_notes', connection: connection)
  end

  def down; end
end
