# frozen_string_literal: true

class CreateGarden < ActiveRecord::Migration[6.0]
  def up
    create_table :beds do |t|
      t.bigint :plot_id
      t.text :kind
    end
    create_table :lists do |t|
      t.text :kind
    end
  end

  def down; end
end
