# frozen_string_literal: true

class ScheduleCopySeedName < ActiveRecord::Migration
  milestone '10.3'
  disable_ddl_transaction!

  MIGRATION = 'CopySeedName'.freeze
  BUFFER_SIZE = 1_000

  class Seed < ActiveRecord::Base
    self.table_name = 'seeds'

    include EachBatch
  end

  def up
    jobs = []

    Seed.each_batch(of: 1_000) do |batch|
      if jobs.length >= BUFFER_SIZE
        BackgroundMigrationWorker.bulk_perform_async(jobs)
        jobs.clear
      end

      jobs << [MIGRATION, batch.pluck('MIN(id)', 'MAX(id)').first]
    end

    BackgroundMigrationWorker.bulk_perform_async(jobs) unless jobs.empty?
  end

  def down; end
end
