# frozen_string_literal: true

class DropPlotInspected < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    remove_column :plots, :inspected, :boolean
  end

  def down; end
end
