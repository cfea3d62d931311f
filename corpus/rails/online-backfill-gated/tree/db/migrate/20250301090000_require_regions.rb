class RequireRegions < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def up
    ensure_background_data_migration_succeeded('BackfillRegions', arguments: ['orders'])
    ensure_background_schema_migration_succeeded('index_orders_on_total')
    add_not_null_constraint(:orders, :region)
    add_not_null_constraint(:orders, :state, name: 'orders_state_present')
    add_foreign_key(:orders, :customers)
  end
end
