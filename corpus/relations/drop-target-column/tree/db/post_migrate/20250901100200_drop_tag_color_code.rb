# frozen_string_literal: true

class DropTagColorCode < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    remove_column :tags, :color_code, :text
  end

  def down; end
end
