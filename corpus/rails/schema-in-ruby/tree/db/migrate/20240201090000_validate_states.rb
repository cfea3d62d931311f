class ValidateStates < ActiveRecord::Migration[7.1]
  def up
    validate_check_constraint :orders, name: 'orders_state_there'
  end
end
