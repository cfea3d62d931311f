# frozen_string_literal: true

class MigrateRemaining < Gitlab::Database::Migration[2.2]
  milestone '10.3'
  disable_ddl_transaction!

  class Event < ActiveRecord::Base
    include EachBatch
    self.table_name = 'events'
  end
  def up
    Gitlab::BackgroundMigration.steal('FillEvents')
    Event.where(kind: nil).each_batch(of: 50) do |batch|
      range = batch.pluck('MIN(id)', 'MAX(id)').first
      Gitlab::BackgroundMigration::FillEvents.new.perform(*range)
    end
  end
end
