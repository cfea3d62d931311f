# frozen_string_literal: true

class CleanUpCopySeedName < ActiveRecord::Migration
  milestone '10.4'
  disable_ddl_transaction!

  class Seed < ActiveRecord::Base
    self.table_name = 'seeds'

    include EachBatch
  end

  def up
    Gitlab::BackgroundMigration.steal('CopySeedName')

    Seed.where(title: nil).each_batch(of: 50) do |batch|
      range = batch.pluck('MIN(id)', 'MAX(id)').first
      Gitlab::BackgroundMigration::CopySeedName.new.perform(*range)
    end
  end

  def down; end
end
