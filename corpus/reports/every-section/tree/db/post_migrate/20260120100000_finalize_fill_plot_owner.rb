# frozen_string_literal: true

class FinalizeFillPlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.9'
  disable_ddl_transaction!

  def up
    ensure_batched_background_migration_is_finished(
      job_class_name: 'FillPlotOwner', table_name: :plots, column_name: :id, job_arguments: []
    )
  end

  def down; end
end
