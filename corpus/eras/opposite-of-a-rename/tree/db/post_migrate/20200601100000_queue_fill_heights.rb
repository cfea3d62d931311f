# frozen_string_literal: true

class QueueFillHeights < ActiveRecord::Migration[6.0]
  milestone '13.1'
  disable_ddl_transaction!

  class Plant < ActiveRecord::Base
    self.table_name = 'plants'

    include EachBatch
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(Plant, 'FillHeights', 2.minutes)
  end

  def down; end
end
