# frozen_string_literal: true

class RenamePages < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    rename_table :pages, :leaves
  end

  def down
    rename_table :leaves, :pages
  end
end
