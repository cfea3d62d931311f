# frozen_string_literal: true

class AddNotNullContraintToProjectNamespaceId < Gitlab::Database::Migration[2.2]
  milestone '14.10'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :projects, :project_namespace_id, validate: false
  end

  def down
    remove_not_null_constraint :projects, :project_namespace_id
  end
end
