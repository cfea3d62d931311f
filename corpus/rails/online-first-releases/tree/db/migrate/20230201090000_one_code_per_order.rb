class OneCodePerOrder < ActiveRecord::Migration[7.0]
  def change
    remove_background_migration('FillStates')
    ensure_background_migration_succeeded('DropDuplicates')
    add_index :orders, :code, unique: true
    change_column_null :orders, :state, false
  end
end
