class QueueAgain < ActiveRecord::Migration[7.1]
  def up
    enqueue_background_data_migration('BackfillRegions', 'orders')
    remove_background_data_migration('BackfillColumn', 'orders', { 'state' => 'open' }, nil)
    backfill_column_in_background(:orders, :state, 'open')
  end
end
