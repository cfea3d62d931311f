# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    drop_table :beds if table_exists?(:beds)
  end

  def down; end
end
