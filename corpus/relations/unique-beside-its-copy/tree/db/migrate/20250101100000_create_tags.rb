# frozen_string_literal: true

class CreateTags < Gitlab::Database::Migration[2.2]
  milestone '18.2'

  def change
    create_table :tags do |t|
      t.integer :owner_id
      t.bigint :owner_id_convert_to_bigint
      t.integer :place_id
      t.bigint :place_id_convert_to_bigint
      t.text :kind
    end

    add_index :tags, [:owner_id, :kind], unique: true, name: 'tags_by_owner'
  end
end
