# frozen_string_literal: true

class FinalizeFill < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    return if !Gitlab.com? && !Gitlab.staging?

    ensure_batched_background_migration_is_finished(job_class_name: 'FillBeds', table_name: :beds, column_name: :id, job_arguments: [])
  end
end
