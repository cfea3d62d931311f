# frozen_string_literal: true

class AddColumn42 < ActiveRecord::Migration[7.0]
  def change
    add_column :plots, :c42, :text
  end
end
