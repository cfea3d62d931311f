# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[5.1]
  def change
    create_table :plots do |t|
      t.references :garden
      t.timestamps
    end
  end
end
