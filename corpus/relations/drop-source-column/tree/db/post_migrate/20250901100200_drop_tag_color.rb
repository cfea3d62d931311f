# frozen_string_literal: true

class DropTagColor < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    remove_column :tags, :color, :text
  end

  def down
    add_column :tags, :color, :text
  end
end
