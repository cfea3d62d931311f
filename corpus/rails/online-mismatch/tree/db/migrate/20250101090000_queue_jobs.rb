class QueueJobs < ActiveRecord::Migration[7.1]
  def up
    enqueue_background_data_migration('BackfillRegions', 'orders')
    copy_column_in_background(:orders, :total, :cents)
    copy_column_in_background(:lines, :total, :cents)
    backfill_column_in_background(:orders, :state, 'open')
    backfill_column_in_background(:orders, :state, 'open')
    add_index_in_background(:orders, :total, name: 'index_orders_on_total')
  end
end
