# frozen_string_literal: true

class AddTmpIndexForPlots < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    add_concurrent_index :plots, :id, where: 'owner_id IS NULL', name: 'tmp_index_plots_owner_id'
  end

  def down
    remove_concurrent_index_by_name :plots, 'tmp_index_plots_owner_id'
  end
end
