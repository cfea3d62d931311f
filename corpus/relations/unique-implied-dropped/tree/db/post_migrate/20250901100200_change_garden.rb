# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    remove_concurrent_index_by_name :beds, 'index_beds_on_number'
    add_concurrent_index :beds, [:plot_id, :number], unique: true, name: 'index_beds_on_both'
  end

  def down; end
end
