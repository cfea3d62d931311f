# frozen_string_literal: true

class IndexLiveSeeds < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  INDEX = 'index_live_seeds_on_name'

  def up
    add_concurrent_index :seeds, :name, unique: true, where: 'status <> 4', name: INDEX
  end

  def down
    remove_concurrent_index_by_name :seeds, INDEX
  end
end
