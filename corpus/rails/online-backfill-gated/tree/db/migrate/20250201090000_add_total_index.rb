class AddTotalIndex < ActiveRecord::Migration[7.1]
  def change
    add_index_in_background(:orders, :total, name: 'index_orders_on_total')
  end
end
