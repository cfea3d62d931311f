# frozen_string_literal: true

class CreateGarden < ActiveRecord::Migration[5.0]
  def up
    %i[beds plots sheds].each do |table|
      create_table table do |t|
        t.text :name
        t.text :label
        t.text :description
        t.integer :hidden_count
      end
    end
  end

  def down; end
end
