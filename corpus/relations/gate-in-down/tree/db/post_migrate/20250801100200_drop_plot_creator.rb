# frozen_string_literal: true

class DropPlotCreator < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    remove_column :plots, :creator_id, :bigint
  end

  def down
    add_column :plots, :creator_id, :bigint
  end
end
