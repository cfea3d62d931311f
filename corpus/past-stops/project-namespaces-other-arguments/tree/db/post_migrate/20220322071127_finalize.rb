# frozen_string_literal: true

class Finalize < Gitlab::Database::Migration[2.2]
  milestone '14.10'
  disable_ddl_transaction!

  def up
    ensure_batched_background_migration_is_finished(job_class_name: 'FillNs', table_name: :projects, column_name: :id, job_arguments: ['down'])
  end
end
