# frozen_string_literal: true

class QueueCountSeeds < ActiveRecord::Migration[6.0]
  milestone '12.9'
  disable_ddl_transaction!

  class Bed < ActiveRecord::Base
    self.table_name = 'beds'

    include EachBatch
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(Bed, 'CountSeeds', 2.minutes)
  end

  def down; end
end
