# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[5.0]
  def change
    create_table :plots do |t|
      t.references :garden
      t.timestamps
    end
    add_reference :plots, :owner, polymorphic: true
  end
end
