# frozen_string_literal: true

class DropPlotCreator < Gitlab::Database::Migration[2.2]
  milestone '15.10'

  def up
    remove_column :plots, :creator_id
  end

  def down; end
end
