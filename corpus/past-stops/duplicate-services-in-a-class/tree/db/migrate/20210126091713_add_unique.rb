# frozen_string_literal: true

class AddUnique < Gitlab::Database::Migration[2.2]
  milestone '13.9'
  disable_ddl_transaction!

  def up
    execute 'ALTER TABLE services ADD CONSTRAINT services_once UNIQUE (project_id, type)'
  end
end
