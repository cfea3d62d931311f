# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    execute('CREATE UNIQUE INDEX index_beds ON beds (plot_id, number) NULLS NOT DISTINCT')
  end

  def down; end
end
