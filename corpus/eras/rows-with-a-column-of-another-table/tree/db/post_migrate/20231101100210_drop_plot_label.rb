# frozen_string_literal: true

class DropPlotLabel < Gitlab::Database::Migration[2.2]
  milestone '16.6'

  def up
    remove_column :plots, :label
  end

  def down; end
end
