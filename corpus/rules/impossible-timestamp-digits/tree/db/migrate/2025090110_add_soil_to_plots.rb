# frozen_string_literal: true

class AddSoilToPlots < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def change
    add_column :plots, :soil, :text
  end
end
