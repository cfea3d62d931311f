# frozen_string_literal: true

class AddUniqueIndex < Gitlab::Database::Migration[2.2]
  milestone '13.9'
  disable_ddl_transaction!

  def up
    add_concurrent_index(:services, %i[project_id type], unique: true, name: 'services_unique')
  end
  def down
    remove_concurrent_index_by_name(:services, 'services_unique')
  end
end
