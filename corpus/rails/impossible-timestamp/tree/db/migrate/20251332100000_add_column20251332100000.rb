# frozen_string_literal: true

class AddColumn20251332100000 < ActiveRecord::Migration[7.0]
  def change
    add_column :plots, :c20251332100000, :text
  end
end
