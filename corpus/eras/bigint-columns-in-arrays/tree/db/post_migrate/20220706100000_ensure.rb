# frozen_string_literal: true

class Ensure < Gitlab::Database::Migration[2.2]
  milestone '15.2'
  disable_ddl_transaction!

  def up
    ensure_batched_background_migration_is_finished(job_class_name: 'CopyColumnUsingBackgroundMigrationJob', table_name: 'events', column_name: 'id', job_arguments: [%w[id project_id], %w[id_convert_to_bigint project_id_convert_to_bigint]])
  end
end
