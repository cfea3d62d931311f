class BackfillRegions < ActiveRecord::Migration[7.1]
  def up
    enqueue_background_data_migration('BackfillRegions', 'orders', max_attempts: 3)
    backfill_column_in_background(:orders, :state, 'open')
    delete_orphaned_records_in_background('Order', :customer)
    enqueue_background_data_migration('BackfillRegions', 'orders')
  end

  def down
    remove_background_data_migration('BackfillRegions', 'orders')
  end
end
