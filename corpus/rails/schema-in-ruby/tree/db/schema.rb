ActiveRecord::Schema[7.1].define(version: 2024_02_01_090000) do
  enable_extension "plpgsql"

  create_table "orders", force: :cascade do |t|
    t.bigint "customer_id", null: false
    t.string "state"
    t.index ["state"], name: "orders_by_state", unique: true
    t.check_constraint "state IS NOT NULL", name: "orders_state_there", validate: false
  end

  add_foreign_key "orders", "customers", name: "orders_customer"
end
