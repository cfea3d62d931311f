# frozen_string_literal: true

class AddSoilToPlots < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_column :plots, :soil, :integer
  end

  def down
    remove_column :plots, :soil
  end
end
