# frozen_string_literal: true

class RequireBedOwner < Gitlab::Database::Migration[2.3]
  milestone '18.9'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :beds, :owner_id
  end

  def down; end
end
