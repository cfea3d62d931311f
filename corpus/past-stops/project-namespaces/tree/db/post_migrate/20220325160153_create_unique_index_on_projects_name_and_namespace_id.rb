# frozen_string_literal: true

class CreateUniqueIndexOnProjectsNameAndNamespaceId < Gitlab::Database::Migration[2.2]
  milestone '14.10'
  disable_ddl_transaction!

  INDEX_NAME = 'unique_projects_on_name_namespace_id'

  def up
    add_concurrent_index :projects, [:name, :namespace_id], unique: true, name: INDEX_NAME
  end

  def down
    remove_concurrent_index_by_name :projects, INDEX_NAME
  end
end
