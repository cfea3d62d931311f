# frozen_string_literal: true

class ReshapePlots < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    change_table :plots, bulk: true do |t|
      t.remove :creator_id
      t.integer :soil
    end
  end

  def down; end
end
