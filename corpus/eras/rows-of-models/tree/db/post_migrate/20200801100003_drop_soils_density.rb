# frozen_string_literal: true

class DropSoilsDensity < ActiveRecord::Migration[6.0]
  milestone '13.3'
  disable_ddl_transaction!

  def up
    remove_column :soils, :density
  end

  def down; end
end
