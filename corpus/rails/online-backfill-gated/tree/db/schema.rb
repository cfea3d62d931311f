ActiveRecord::Schema[7.1].define(version: 2025_03_01_090000) do
  create_table "customers", force: :cascade do |t|
    t.string "name", null: false
  end

  create_table "orders", force: :cascade do |t|
    t.bigint "customer_id", null: false
    t.string "state"
    t.string "region"
    t.integer "total", null: false
    t.index ["customer_id"], name: "index_orders_on_customer_id"
  end
end
