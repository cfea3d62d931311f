# frozen_string_literal: true

class RenamePart < Gitlab::Database::Migration[2.3]
  milestone '17.10'

  def change
    rename_table :p_beds_100, :p_beds_first
    rename_table :p_beds, :beds
  end
end
