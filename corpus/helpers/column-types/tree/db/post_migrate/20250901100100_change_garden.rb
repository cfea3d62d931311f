# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[8.0]
  def change
    create_table :beds, id: false do |t|
      t.bigint :bigint_column
      t.bigserial :bigserial_column
      t.binary :binary_column
      t.bit :bit_column
      t.bit_varying :bit_varying_column
      t.blob :blob_column
      t.boolean :boolean_column
      t.box :box_column
      t.cidr :cidr_column
      t.circle :circle_column
      t.citext :citext_column
      t.date :date_column
      t.daterange :daterange_column
      t.datetime :datetime_column
      t.datetime_with_timezone :datetime_with_timezone_column
      t.decimal :decimal_column
      t.float :float_column
      t.halfvec :halfvec_column
      t.hstore :hstore_column
      t.inet :inet_column
      t.int4range :int4range_column
      t.int8range :int8range_column
      t.integer :integer_column
      t.interval :interval_column
      t.json :json_column
      t.jsonb :jsonb_column
      t.line :line_column
      t.longtext :longtext_column
      t.lseg :lseg_column
      t.ltree :ltree_column
      t.macaddr :macaddr_column
      t.mediumtext :mediumtext_column
      t.money :money_column
      t.numeric :numeric_column
      t.numrange :numrange_column
      t.oid :oid_column
      t.path :path_column
      t.point :point_column
      t.polygon :polygon_column
      t.real :real_column
      t.serial :serial_column
      t.smallint :smallint_column
      t.string :string_column
      t.text :text_column
      t.time :time_column
      t.timestamp :timestamp_column
      t.timestamptz :timestamptz_column
      t.tsrange :tsrange_column
      t.tstzrange :tstzrange_column
      t.tsvector :tsvector_column
      t.uuid :uuid_column
      t.vector :vector_column
      t.xml :xml_column
      t.enum :mood, enum_type: :moods, default: "calm", null: false
      t.virtual :label, type: :string, as: "upper(name)", stored: true
      t.column :price, "numeric(8,2)", null: false, default: 1
      t.attachment :picture
    end
  end
end
