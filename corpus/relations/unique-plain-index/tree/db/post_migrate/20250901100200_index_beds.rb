# frozen_string_literal: true

class IndexBeds < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  INDEX = 'index_beds_on_plot_and_position'

  def up
    add_concurrent_index :beds, [:plot_id, :position], name: INDEX
  end

  def down
    remove_concurrent_index_by_name :beds, INDEX
  end
end
