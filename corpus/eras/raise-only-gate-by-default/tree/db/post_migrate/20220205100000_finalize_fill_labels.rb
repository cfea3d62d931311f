# frozen_string_literal: true

class FinalizeFillLabels < Gitlab::Database::Migration[1.0]
  milestone '14.8'
  restrict_gitlab_migration gitlab_schema: :gitlab_main
  disable_ddl_transaction!

  def up
    ensure_batched_background_migration_is_finished(
      job_class_name: 'FillLabels',
      table_name: :crates,
      column_name: :id,
      job_arguments: []
    )
  end

  def down; end
end
