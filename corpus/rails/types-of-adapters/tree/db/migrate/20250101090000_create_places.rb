class CreatePlaces < ActiveRecord::Migration[7.1]
  def change
    key_type, foreign_key_type = key_types
    create_table :places, id: key_type do |t|
      t.belongs_to :region, null: false, type: foreign_key_type
      t.references :owner, polymorphic: true, type: foreign_key_type
      t.geometry :border, geographic: true, limit: { srid: 4326, type: 'multi_polygon' }
      t.st_point :entrance, srid: 4326
      t.st_polygon :yard
      t.line_string :path
      t.multi_line_string :paths
      t.multi_point :trees
      t.multi_polygon :fields
      t.geometry_collection :all
      if t.respond_to?(:jsonb)
        t.jsonb :details
      else
        t.json :details
      end
      t.postcode :code
    end
  end

  private

  def key_types
    setting = Rails.configuration.generators.options[:active_record][:primary_key_type]
    [setting || :primary_key, setting || :bigint]
  end
end
