# frozen_string_literal: true

class AddUnique < Gitlab::Database::Migration[2.2]
  milestone '13.9'
  disable_ddl_transaction!

  def up
    add_concurrent_index 'services', [:project_id, :type], unique: true
  end
end
