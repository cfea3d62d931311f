# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration
  def change
    create_table :plots do |t|
      t.references :garden
      t.belongs_to :keeper, polymorphic: true, index: true
      t.timestamps
    end
    add_reference :plots, :owner
    add_timestamps :beds
    add_column_with_default :plots, :open, :boolean, default: false
  end
end
