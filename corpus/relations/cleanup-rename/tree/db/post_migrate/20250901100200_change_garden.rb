# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    cleanup_concurrent_column_rename :beds, :name, :title
  end

  def down; end
end
