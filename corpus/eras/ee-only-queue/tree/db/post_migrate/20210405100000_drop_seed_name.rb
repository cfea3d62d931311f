# frozen_string_literal: true

class DropSeedName < ActiveRecord::Migration
  milestone '13.11'

  def up
    remove_column :seeds, :name, :string
  end

  def down; end
end
