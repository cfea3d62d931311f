# frozen_string_literal: true

class RenameTitle < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    rename_column :notes, :title, :heading
  end

  def down; end
end
