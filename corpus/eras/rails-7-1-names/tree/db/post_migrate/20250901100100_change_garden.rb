# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[7.1]
  def change
    add_index :plots, %i[a_rather_long_column_name another_rather_long_name]
    add_reference :plots, :owner, polymorphic: true
  end
end
