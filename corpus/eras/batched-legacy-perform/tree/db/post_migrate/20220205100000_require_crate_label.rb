# frozen_string_literal: true

class RequireCrateLabel < Gitlab::Database::Migration[1.0]
  milestone '14.8'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :crates, :label
  end

  def down
    remove_not_null_constraint :crates, :label
  end
end
