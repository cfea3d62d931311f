# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[7.0]
  def change
    add_index :plots, %i[a_rather_long_column_name another_rather_long_name]
  end
end
