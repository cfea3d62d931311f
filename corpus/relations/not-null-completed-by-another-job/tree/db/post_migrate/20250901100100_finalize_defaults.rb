# frozen_string_literal: true

class FinalizeDefaults < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    ensure_batched_background_migration_is_finished(job_class_name: 'DefaultState', table_name: :beds, column_name: :id, job_arguments: [])
    ensure_batched_background_migration_is_finished(job_class_name: 'DefaultKind', table_name: :beds, column_name: :id, job_arguments: [])
  end
end
