# frozen_string_literal: true

class FinalizeProjectNamespacesBackfill < Gitlab::Database::Migration[2.2]
  milestone '14.10'
  disable_ddl_transaction!

  MIGRATION = 'ProjectNamespaces::BackfillProjectNamespaces'

  def up
    ensure_batched_background_migration_is_finished(
      job_class_name: MIGRATION,
      table_name: :projects,
      column_name: :id,
      job_arguments: [nil, 'up']
    )
  end

  def down; end
end
