# frozen_string_literal: true

class FinalizeFill < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  JOBS = { 'FillBeds' => :beds }.freeze

  def up
    JOBS.each do |name, table|
      ensure_batched_background_migration_is_finished(job_class_name: name, table_name: table, column_name: :id, job_arguments: [])
    end
  end

  def down; end
end
