# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[7.0]
  def up
    first = connection.select_value('SELECT MIN(number) FROM plots') || 1
    return if first <= 1

    add_index :plots, :label, where: "number > #{first}", name: 'by_label'
    remove_column :plots, :width
  end

  def down; end
end
