# frozen_string_literal: true

class BedPlotKey < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_concurrent_foreign_key :beds, :plots, column: :plot_id
  end

  def down; end
end
