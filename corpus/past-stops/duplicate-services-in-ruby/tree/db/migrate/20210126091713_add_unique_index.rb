# frozen_string_literal: true

class AddUniqueIndex < Gitlab::Database::Migration[2.2]
  milestone '13.9'
  disable_ddl_transaction!

  def up
    execute <<~SQL
      CREATE UNIQUE INDEX CONCURRENTLY index_services_unique ON services USING btree (project_id, type);
    SQL
  end
end
