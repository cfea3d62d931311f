# frozen_string_literal: true

class QueueFill < Gitlab::Database::Migration[2.2]
  milestone '10.1'
  disable_ddl_transaction!

  class Event < ActiveRecord::Base
    include EachBatch
    self.table_name = 'events'
  end
  def up
    queue_background_migration_jobs_by_range_at_intervals(Event, 'FillAny', 2.minutes, batch_size: 100, other_job_arguments: ['events', 'kind'])
  end
end
