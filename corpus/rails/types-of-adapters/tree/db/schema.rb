ActiveRecord::Schema[7.1].define(version: 2025_03_01_090000) do
  create_table 'places', force: :cascade do |t|
    t.bigint 'region_id', null: false
    t.geography 'border', limit: { srid: 4326, type: 'multi_polygon', geographic: true }
  end
end
