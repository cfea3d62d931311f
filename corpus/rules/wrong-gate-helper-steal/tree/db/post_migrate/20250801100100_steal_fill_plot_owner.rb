# frozen_string_literal: true

class StealFillPlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    Gitlab::BackgroundMigration.steal('FillPlotOwner')
  end

  def down; end
end
