# frozen_string_literal: true

class RequireSignParent < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_multi_column_not_null_constraint :signs, :group_id, :project_id
  end

  def down; end
end
