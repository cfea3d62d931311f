# frozen_string_literal: true

class DropPages < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    drop_table :pages
  end

  def down; end
end
