# frozen_string_literal: true

class Index < Gitlab::Database::Migration[2.3]
  milestone '17.9'
  disable_ddl_transaction!

  def up
    add_concurrent_index :beds, :number, unique: true, name: 'index_beds_on_number'
  end

  def down; end
end
