# frozen_string_literal: true

class CreateGarden < ActiveRecord::Migration[5.0]
  def up
    create_table :labels do |t|
      t.integer :bed_id
      t.text :kind
      t.text :text
    end
    create_table :lists do |t|
      t.integer :bed_id
    end
  end

  def down; end
end
