# frozen_string_literal: true

class QueueJobs < ActiveRecord::Migration[6.0]
  class Bed < ActiveRecord::Base
    include EachBatch
    self.table_name = 'beds'
  end

  def up
    %w[CopyPlots FillPlots AddOldBeds FillSizes].each do |job|
      queue_background_migration_jobs_by_range_at_intervals(Bed, job, 120)
    end
  end

  def down; end
end
