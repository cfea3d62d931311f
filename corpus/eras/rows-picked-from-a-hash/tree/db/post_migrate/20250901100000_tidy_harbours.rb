# frozen_string_literal: true

class TidyHarbours < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    remove_column :harbours, :country
    remove_column :harbours, :depth
    remove_column :buoys, :lit
  end

  def down; end
end
