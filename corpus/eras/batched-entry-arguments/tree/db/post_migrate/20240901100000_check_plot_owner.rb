# frozen_string_literal: true

class CheckPlotOwner < Gitlab::Database::Migration[2.2]
  milestone '17.5'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :plots, :owner_id, validate: false
  end

  def down; end
end
