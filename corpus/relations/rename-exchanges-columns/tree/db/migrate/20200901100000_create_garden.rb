# frozen_string_literal: true

class CreateGarden < ActiveRecord::Migration[6.0]
  def up
    create_table :beds do |t|
      t.integer :plot_id
      t.bigint :wide_plot_id
      t.integer :size
    end
    create_table :old_beds do |t|
      t.integer :plot_id
    end
  end

  def down; end
end
