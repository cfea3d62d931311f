# frozen_string_literal: true

class DropTmpIndexForPlots < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    remove_concurrent_index_by_name :plots, 'tmp_index_plots_owner_id'
  end

  def down
    add_concurrent_index :plots, :id, where: 'owner_id IS NULL', name: 'tmp_index_plots_owner_id'
  end
end
