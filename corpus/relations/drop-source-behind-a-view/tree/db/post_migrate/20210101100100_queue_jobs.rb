# frozen_string_literal: true

class QueueJobs < ActiveRecord::Migration[6.0]
  class Bed < ActiveRecord::Base
    include EachBatch
    self.table_name = 'beds'
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(Bed, 'RemoveDuplicateBeds', 120)
    queue_background_migration_jobs_by_range_at_intervals(Bed, 'ListBeds', 120)
  end

  def down; end
end
