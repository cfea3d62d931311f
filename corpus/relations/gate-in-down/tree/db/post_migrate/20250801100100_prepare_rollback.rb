# frozen_string_literal: true

class PrepareRollback < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    add_column :plots, :soil, :integer
  end

  def down
    ensure_batched_background_migration_is_finished(
      job_class_name: 'FillPlotOwner', table_name: :plots, column_name: :id, job_arguments: []
    )
    remove_column :plots, :soil
  end
end
