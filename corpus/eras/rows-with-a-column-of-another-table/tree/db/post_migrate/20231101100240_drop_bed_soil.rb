# frozen_string_literal: true

class DropBedSoil < Gitlab::Database::Migration[2.2]
  milestone '16.6'

  def up
    remove_column :beds, :soil
  end

  def down; end
end
