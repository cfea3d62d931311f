# frozen_string_literal: true

class QueueJobs < ActiveRecord::Migration[5.0]
  class Label < ActiveRecord::Base
    include EachBatch
    self.table_name = 'labels'
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(Label, 'ListFlowers', 60)
    queue_background_migration_jobs_by_range_at_intervals(Label, 'ListEverything', 60)
  end

  def down; end
end
