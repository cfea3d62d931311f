# frozen_string_literal: true

class AddSoil < Gitlab::Database::Migration[2.3]
  milestone '17.8'

  def up
    add_column :plots, :soil, :integer
  end

  def down; end
end
