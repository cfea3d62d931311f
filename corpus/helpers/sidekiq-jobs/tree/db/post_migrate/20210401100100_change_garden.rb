# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[6.0]
  class Plot < ActiveRecord::Base
    include EachBatch

    self.table_name = 'plots'
  end

  def up
    migrate_async('WaterPlots', [1, 'x'])
    migrate_in(2.minutes, 'WeedPlots', [1])
    bulk_migrate_async([['DigPlots', [1]], ['SowPlots', [2]]])
    bulk_migrate_in(5.minutes, [['RakePlots', [1]]])
    queue_background_migration_jobs_by_range_at_intervals(Plot.where(open: true), 'MowPlots', 2.minutes, batch_size: 10, other_job_arguments: ['y'], track_jobs: true, primary_column_name: :number)
    bulk_queue_background_migration_jobs_by_range(Plot, 'HoePlots', batch_size: 10)
    requeue_background_migration_jobs_by_range_at_intervals('MowPlots', 2.minutes)
    finalize_background_migration('SowPlots', delete_tracking_jobs: true)
    delete_queued_jobs('DigPlots')
    delete_job_tracking('DigPlots', status: 'pending')
    sidekiq_queue_migrate 'old', to: 'new'
    sidekiq_remove_jobs(job_klasses: %w[OldWorker])
    queue_redis_migration_job('Keys')
    return if sidekiq_queue_length('x') == 0 || perform_background_migration_inline?
  end

  def down; end
end
