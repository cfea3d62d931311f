# frozen_string_literal: true

class Fin < Gitlab::Database::Migration[2.2]
  milestone '17.5'
  disable_ddl_transaction!

  def up
    if Gitlab.com?
      ensure_batched_background_migration_is_finished(job_class_name: 'FirstJob', table_name: :projects, column_name: :id, job_arguments: [], finalize: true)
    end
  end
end
