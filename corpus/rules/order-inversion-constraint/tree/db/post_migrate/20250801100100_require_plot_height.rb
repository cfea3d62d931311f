# frozen_string_literal: true

class RequirePlotHeight < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :plots, :height
  end

  def down
    remove_not_null_constraint :plots, :height
  end
end
