# frozen_string_literal: true

class CreateGarden < ActiveRecord::Migration[5.0]
  def up
    create_table :plots do |t|
      t.text :name
      t.integer :number
    end
    create_table :beds do |t|
      t.text :name
      t.integer :number
      t.integer :plot_id
      t.integer :shed_id
    end
    create_table :sheds do |t|
      t.text :label
    end
  end

  def down; end
end
