# frozen_string_literal: true

class NotNull < Gitlab::Database::Migration[2.2]
  milestone '15.1'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :projects, :project_namespace_id
  end
end
