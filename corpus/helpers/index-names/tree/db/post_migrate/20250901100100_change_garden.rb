# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_index :beds, [:plot_id, :position], unique: true
    add_concurrent_index :beds, :label, name: 'index_beds_by_label'
    remove_concurrent_index_by_name :beds, 'index_beds_by_label'
  end

  def down; end
end
