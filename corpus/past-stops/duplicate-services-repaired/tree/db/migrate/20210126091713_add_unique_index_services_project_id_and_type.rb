# frozen_string_literal: true

class AddUniqueIndexServicesProjectIdAndType < Gitlab::Database::Migration[2.2]
  milestone '13.9'
  disable_ddl_transaction!

  INDEX_NAME = 'index_services_on_project_id_and_type_unique'

  def up
    add_concurrent_index :services, [:project_id, :type], unique: true, name: INDEX_NAME
  end

  def down
    remove_concurrent_index_by_name :services, INDEX_NAME
  end
end
