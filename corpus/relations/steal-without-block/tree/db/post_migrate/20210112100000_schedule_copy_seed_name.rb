# frozen_string_literal: true

class ScheduleCopySeedName < Gitlab::Database::Migration[2.2]
  milestone '13.8'

  class Seed < ActiveRecord::Base
    include EachBatch
    self.table_name = 'seeds'
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(Seed, 'CopySeedName', 2.minutes)
  end

  def down; end
end
