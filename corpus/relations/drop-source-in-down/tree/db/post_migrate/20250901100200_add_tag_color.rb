# frozen_string_literal: true

class AddTagColor < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_column :tags, :shade, :text
  end

  def down
    remove_column :tags, :color
  end
end
