# frozen_string_literal: true

class FinishPlots < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :plots, :owner_id
    ensure_batched_background_migration_is_finished(
      job_class_name: 'FillPlotOwner', table_name: :plots, column_name: :id, job_arguments: []
    )
    add_text_limit :plots, :owner_name, 255
  end

  def down; end
end
