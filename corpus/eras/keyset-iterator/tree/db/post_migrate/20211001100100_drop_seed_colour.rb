# frozen_string_literal: true

class DropSeedColour < Gitlab::Database::Migration[1.0]
  milestone '14.5'
  disable_ddl_transaction!

  def up
    remove_column :seeds, :colour, :text
  end

  def down; end
end
