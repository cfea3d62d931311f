# frozen_string_literal: true

class CreateFillPlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    Gitlab::Database::BackgroundMigration::BatchedMigration.create!(
      gitlab_schema: :gitlab_main,
      job_class_name: 'FillPlotOwner',
      table_name: :plots,
      column_name: :id,
      job_arguments: [],
      interval: 2.minutes,
      batch_size: 1_000,
      sub_batch_size: 100
    )
  end

  def down; end
end
