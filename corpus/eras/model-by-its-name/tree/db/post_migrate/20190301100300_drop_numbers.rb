# frozen_string_literal: true

class DropNumbers < ActiveRecord::Migration[5.0]
  def up
    remove_column :plots, :number
    remove_column :sheds, :label
  end

  def down; end
end
