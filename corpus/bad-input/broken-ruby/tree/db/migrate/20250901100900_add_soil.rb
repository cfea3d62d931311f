# frozen_string_literal: true

class AddSoil < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_column :plots, :soil, (
