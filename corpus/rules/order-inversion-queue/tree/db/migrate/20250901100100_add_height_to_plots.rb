# frozen_string_literal: true

class AddHeightToPlots < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_column :plots, :height, :integer
  end

  def down
    remove_column :plots, :height
  end
end
