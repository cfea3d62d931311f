# frozen_string_literal: true

class SizeAgain < ActiveRecord::Migration[6.0]
  milestone '13.3'
  disable_ddl_transaction!

  def up
    add_column :plants, :size, :integer
    change_column_null :plants, :size, false
  end

  def down; end
end
