# frozen_string_literal: true

class FinishCratesBigint < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main
  disable_ddl_transaction!

  def up
    ensure_batched_background_migration_is_finished(
      job_class_name: 'CopyColumnUsingBackgroundMigrationJob',
      table_name: :crates,
      column_name: :id,
      job_arguments: [%w[id shelf_id], %w[id_convert_to_bigint shelf_id_convert_to_bigint]],
      finalize: true
    )
  end

  def down; end
end
