# frozen_string_literal: true

class AddSoilSomewhere < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_column ENV.fetch('PLOT_TABLE'), :soil, :integer
  end

  def down; end
end
