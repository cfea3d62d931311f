class DropState < ActiveRecord::Migration[7.1]
  def up
    remove_column :orders, :state
  end
end
