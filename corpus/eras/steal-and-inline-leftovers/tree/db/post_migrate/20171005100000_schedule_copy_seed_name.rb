# frozen_string_literal: true

class ScheduleCopySeedName < ActiveRecord::Migration
  milestone '10.1'
  disable_ddl_transaction!

  class Seed < ActiveRecord::Base
    self.table_name = 'seeds'

    include EachBatch
  end

  def up
    bulk_queue_background_migration_jobs_by_range(Seed, 'CopySeedName')
  end

  def down; end
end
