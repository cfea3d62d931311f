# frozen_string_literal: true

class DropPlotsSortsSortId < ActiveRecord::Migration[6.0]
  milestone '13.3'
  disable_ddl_transaction!

  def up
    remove_column :plots_sorts, :sort_id
  end

  def down; end
end
