# frozen_string_literal: true

class DropSortsPlotId < ActiveRecord::Migration[6.0]
  milestone '13.3'
  disable_ddl_transaction!

  def up
    remove_column :sorts, :plot_id
  end

  def down; end
end
