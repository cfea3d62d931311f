# frozen_string_literal: true

class BackfillAll < Gitlab::Database::Migration[2.2]
  milestone '14.9'
  disable_ddl_transaction!

  class Project < ActiveRecord::Base
    include EachBatch
    self.table_name = 'projects'
  end
  def up
    queue_background_migration_jobs_by_range_at_intervals(Project.where('project_namespace_id IS NULL'), 'FillNs', 2.minutes, batch_size: 1000, track_jobs: true, other_job_arguments: ['up'])
  end
end
