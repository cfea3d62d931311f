# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[7.1]
  def change
    with_options if_exists: true do
      remove_index :plots, :label
    end
    with_options null: false do
      add_column :plots, :soil, :integer
    end
  end
end
