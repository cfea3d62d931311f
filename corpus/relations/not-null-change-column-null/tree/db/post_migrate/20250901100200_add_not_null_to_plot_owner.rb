# frozen_string_literal: true

class AddNotNullToPlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    change_column_null :plots, :owner_id, false
  end

  def down
    change_column_null :plots, :owner_id, true
  end
end
