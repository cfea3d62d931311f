# frozen_string_literal: true

class ScheduleFillSeedState < ActiveRecord::Migration[6.0]
  milestone '13.8'
  include Gitlab::Database::MigrationHelpers

  disable_ddl_transaction!

  class Seed < ActiveRecord::Base
    include EachBatch

    self.table_name = 'seeds'
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(Seed.all, 'FillSeedState', 2.minutes)
  end

  def down; end
end
