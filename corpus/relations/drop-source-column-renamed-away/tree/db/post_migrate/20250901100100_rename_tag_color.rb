# frozen_string_literal: true

class RenameTagColor < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    rename_column :tags, :color, :old_color
  end

  def down; end
end
