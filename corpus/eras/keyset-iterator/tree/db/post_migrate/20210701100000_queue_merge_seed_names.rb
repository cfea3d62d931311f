# frozen_string_literal: true

class QueueMergeSeedNames < Gitlab::Database::Migration[1.0]
  milestone '14.1'
  disable_ddl_transaction!

  class Seed < ActiveRecord::Base
    self.table_name = 'seeds'

    include EachBatch
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(Seed, 'MergeSeedNames', 2.minutes)
  end

  def down; end
end
