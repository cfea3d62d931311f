# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    Gitlab::Database::PostgresPartitionedTable.each_partition(:p_entries) do |partition|
      add_concurrent_foreign_key partition.identifier, :plots, column: :plot_id, name: 'fk_entries_plot'
    end
  end

  def down; end
end
