# frozen_string_literal: true

class IndexPlotsOnCode < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_index :plots, :code, unique: true
  end

  def down
    remove_concurrent_index :plots, :code
  end
end
