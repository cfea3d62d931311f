# frozen_string_literal: true

class ScheduleAgain < ActiveRecord::Migration[6.0]
  milestone '13.9'
  disable_ddl_transaction!

  class Seed < ActiveRecord::Base
    self.table_name = 'seeds'

    include EachBatch
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(Seed, 'CopySeedNameAgain', 2.minutes)
  end

  def down; end
end
