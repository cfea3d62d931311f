# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    queue_batched_background_migration('WaterPlots', :plots, :id, 'x', [:y], job_interval: 2.minutes, gitlab_schema: :gitlab_main)
    ensure_batched_background_migration_is_finished(job_class_name: 'WeedPlots', table_name: :plots, column_name: :id, job_arguments: [[:a]], finalize: false)
    finalize_batched_background_migration(job_class_name: 'DigPlots', table_name: :plots, column_name: :id, job_arguments: [])
    delete_batched_background_migration('SowPlots', :plots, :id, [])
    delete_batched_background_migration('RakePlots', :plots, :id, []) if gitlab_schema_from_context == :gitlab_main
  end

  def down; end
end
