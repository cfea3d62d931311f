# frozen_string_literal: true

class DropPlotSoil < Gitlab::Database::Migration[2.2]
  milestone '16.6'

  def up
    remove_column :plots, :soil
  end

  def down; end
end
