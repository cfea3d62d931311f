class RequireAll < ActiveRecord::Migration[7.1]
  def up
    ensure_background_data_migration_succeeded('BackfillRegions', arguments: ['order'])
    ensure_background_data_migration_succeeded('CopyColumn', arguments: ['orders', 'total', 'cents'])
    ensure_background_data_migration_succeeded('CopyColumn', arguments: ['notes', ['a'], ['b'], nil, {}])
    ensure_background_data_migration_succeeded('BackfillColumn')
    ensure_background_data_migration_succeeded('ResetCounters', arguments: ['Order', ['lines'], {}])
    ensure_background_schema_migration_succeeded('INDEX_orders_on_total')
    ensure_background_schema_migration_succeeded('index_orders_on_state')
  end
end
