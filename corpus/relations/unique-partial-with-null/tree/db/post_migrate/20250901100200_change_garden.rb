# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_index :beds, :number, unique: true, where: 'plot_id IS NULL', name: 'index_beds'
  end

  def down; end
end
