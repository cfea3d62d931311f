# frozen_string_literal: true

class ScheduleCopySeedName < ActiveRecord::Migration
  milestone '10.0'
  disable_ddl_transaction!

  class Seed < ActiveRecord::Base
    self.table_name = 'seeds'

    include EachBatch
  end

  def up
    Seed.where(title: nil).each_batch(of: 1_000) do |batch|
      BackgroundMigrationWorker.perform_async('CopySeedName', batch.pluck('MIN(id)', 'MAX(id)').first)
    end
  end

  def down; end
end
