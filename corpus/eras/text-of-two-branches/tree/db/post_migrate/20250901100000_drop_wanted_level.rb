# frozen_string_literal: true

class DropWantedLevel < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    remove_column :rooms, :wanted_level
  end

  def down; end
end
