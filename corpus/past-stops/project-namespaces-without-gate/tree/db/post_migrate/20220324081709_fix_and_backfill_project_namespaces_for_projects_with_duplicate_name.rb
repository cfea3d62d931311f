# frozen_string_literal: true

class FixAndBackfillProjectNamespacesForProjectsWithDuplicateName < Gitlab::Database::Migration[2.2]
  milestone '14.10'
  disable_ddl_transaction!

  MIGRATION = 'FixDuplicateProjectNameAndPath'
  DELAY_INTERVAL = 2.minutes

  class Project < ActiveRecord::Base
    include ::EachBatch

    self.table_name = 'projects'
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(
      Project.where(project_namespace_id: nil), MIGRATION, DELAY_INTERVAL, batch_size: 1_000, track_jobs: true
    )
  end

  def down; end
end
