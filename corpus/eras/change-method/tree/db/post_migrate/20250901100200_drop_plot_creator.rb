# frozen_string_literal: true

class DropPlotCreator < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def change
    remove_column :plots, :creator_id, :bigint
  end
end
