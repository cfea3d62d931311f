# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_index :beds, 'plot_id, lower(name)', unique: true, name: 'index_lower'
  end

  def down; end
end
