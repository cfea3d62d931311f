# frozen_string_literal: true

class AddSoilToPlots < ActiveRecord::Migration[7.0]
  def change
    add_column :plots, :soil, :text
  end
end
