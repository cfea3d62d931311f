# frozen_string_literal: true

class DropMoves < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    remove_column :plants, :name
    remove_column :plants, :bed_id
  end
end
