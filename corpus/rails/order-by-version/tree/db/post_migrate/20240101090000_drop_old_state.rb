class DropOldState < ActiveRecord::Migration[7.1]
  def up
    remove_column :orders, :old_state
  end
end
