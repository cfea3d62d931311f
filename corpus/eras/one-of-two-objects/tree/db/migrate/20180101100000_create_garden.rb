# frozen_string_literal: true

class CreateGarden < ActiveRecord::Migration[5.0]
  def up
    create_table :beds do |t|
      t.integer :height
      t.text :frame
      t.text :soil
      t.text :colour
      t.text :label
    end
    create_table :plots do |t|
      t.text :label
    end
  end

  def down; end
end
