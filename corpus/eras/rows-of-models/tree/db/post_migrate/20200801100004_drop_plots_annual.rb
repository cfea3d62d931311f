# frozen_string_literal: true

class DropPlotsAnnual < ActiveRecord::Migration[6.0]
  milestone '13.3'
  disable_ddl_transaction!

  def up
    remove_column :plots, :annual
  end

  def down; end
end
