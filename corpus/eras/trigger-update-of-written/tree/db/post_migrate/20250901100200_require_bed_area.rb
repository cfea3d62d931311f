# frozen_string_literal: true

class RequireBedArea < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :beds, :area
  end

  def down; end
end
