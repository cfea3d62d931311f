# frozen_string_literal: true

class QueueSortTools < ActiveRecord::Migration[6.0]
  milestone '13.1'
  disable_ddl_transaction!

  class Tool < ActiveRecord::Base
    self.table_name = 'tools'

    include EachBatch
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(Tool, 'SortTools', 2.minutes)
  end

  def down; end
end
