# frozen_string_literal: true

class RequireShelf < ActiveRecord::Migration[6.0]
  milestone '13.3'
  disable_ddl_transaction!

  def up
    change_column_null :tools, :shelf, false
  end

  def down; end
end
