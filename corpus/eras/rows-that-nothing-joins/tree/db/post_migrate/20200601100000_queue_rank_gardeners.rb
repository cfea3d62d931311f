# frozen_string_literal: true

class QueueRankGardeners < ActiveRecord::Migration[6.0]
  milestone '13.1'
  disable_ddl_transaction!

  class Gardener < ActiveRecord::Base
    self.table_name = 'gardeners'

    include EachBatch
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(Gardener, 'RankGardeners', 2.minutes)
  end

  def down; end
end
