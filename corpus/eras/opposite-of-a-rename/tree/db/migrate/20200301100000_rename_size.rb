# frozen_string_literal: true

class RenameSize < ActiveRecord::Migration[6.0]
  milestone '12.9'
  disable_ddl_transaction!

  def up
    rename_column_concurrently :plants, :size, :height
  end

  def down
    undo_rename_column_concurrently :plants, :size, :height
  end
end
