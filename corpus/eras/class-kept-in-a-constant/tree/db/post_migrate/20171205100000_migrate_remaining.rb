# frozen_string_literal: true

class MigrateRemaining < Gitlab::Database::Migration[2.2]
  milestone '10.3'
  disable_ddl_transaction!

  JOB = Gitlab::BackgroundMigration::FillEvents
  def up
    work_off('events')
  end
  def work_off(table)
    model = Class.new(ActiveRecord::Base) { include EachBatch; self.table_name = table }
    model.where(kind: nil).each_batch(of: 50) do |batch|
      first, last = batch.pluck('MIN(id)', 'MAX(id)').first
      JOB.new.perform(first, last)
    end
  end
end
