# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_index :beds, :name, unique: true, name: 'index_beds'
  end

  def down; end
end
