# frozen_string_literal: true

class CleanUpSize < ActiveRecord::Migration[6.0]
  milestone '12.9'
  disable_ddl_transaction!

  def up
    cleanup_concurrent_column_rename :plants, :size, :height
  end

  def down
    rename_column_concurrently :plants, :height, :size
  end
end
