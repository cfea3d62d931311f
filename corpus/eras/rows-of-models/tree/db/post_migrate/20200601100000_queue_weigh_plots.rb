# frozen_string_literal: true

class QueueWeighPlots < ActiveRecord::Migration[6.0]
  milestone '13.1'
  disable_ddl_transaction!

  class Plot < ActiveRecord::Base
    self.table_name = 'plots'

    include EachBatch
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(Plot, 'WeighPlots', 2.minutes)
  end

  def down; end
end
