# frozen_string_literal: true

class AddFooterTextToAppearances < Gitlab::Database::Migration[2.2]
  milestone '13.2'

  def up
    add_column :appearances, :footer_text, :string, limit: 255
  end

  def down
    remove_column :appearances, :footer_text
  end
end
