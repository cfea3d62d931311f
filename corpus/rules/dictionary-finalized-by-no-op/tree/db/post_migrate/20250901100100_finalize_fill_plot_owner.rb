# frozen_string_literal: true

class FinalizeFillPlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    # postponed
  end

  def down; end
end
