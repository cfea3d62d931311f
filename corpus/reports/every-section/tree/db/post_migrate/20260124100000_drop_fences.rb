# frozen_string_literal: true

class DropFences < Gitlab::Database::Migration[2.3]
  milestone '18.9'
  disable_ddl_transaction!

  def up
    drop_table :fences
  end

  def down; end
end
