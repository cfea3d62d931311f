# frozen_string_literal: true

class QueueFill < Gitlab::Database::Migration[2.2]
  milestone '9.5'
  disable_ddl_transaction!

  def up
    jobs = []
    Class.new(ActiveRecord::Base) { include EachBatch; self.table_name = 'events' }.all.each_batch(of: 10) do |b, i|
      jobs << ['FillEvents', b.pluck('MIN(id)', 'MAX(id)').first]
      BackgroundMigrationWorker.perform_bulk_in(i * 10.minutes, jobs)
      jobs = []
    end
  end
end
