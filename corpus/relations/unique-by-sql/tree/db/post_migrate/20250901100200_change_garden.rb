# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    execute('CREATE UNIQUE INDEX CONCURRENTLY index_beds ON beds (plot_id, number)')
  end

  def down; end
end
