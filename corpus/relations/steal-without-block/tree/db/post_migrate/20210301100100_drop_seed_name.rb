# frozen_string_literal: true

class DropSeedName < Gitlab::Database::Migration[2.2]
  milestone '13.10'

  def up
    remove_column :seeds, :name
  end

  def down; end
end
