# frozen_string_literal: true

class RequirePlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :plots, :owner_id
  end

  def down
    remove_not_null_constraint :plots, :owner_id
  end
end
