# frozen_string_literal: true

class DropBedNote < Gitlab::Database::Migration[2.3]
  milestone '18.9'

  def up
    remove_column :beds, :note
  end

  def down; end
end
