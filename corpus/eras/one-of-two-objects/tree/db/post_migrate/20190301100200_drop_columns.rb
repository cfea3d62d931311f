# frozen_string_literal: true

class DropColumns < ActiveRecord::Migration[5.0]
  def up
    remove_column :beds, :frame
    remove_column :beds, :soil
    remove_column :beds, :colour
    remove_column :plots, :label
  end

  def down; end
end
