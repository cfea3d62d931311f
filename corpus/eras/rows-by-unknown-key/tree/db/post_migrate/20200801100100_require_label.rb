# frozen_string_literal: true

class RequireLabel < ActiveRecord::Migration[6.0]
  milestone '13.3'
  disable_ddl_transaction!

  def up
    change_column_null :tools, :label, false
  end

  def down; end
end
