# frozen_string_literal: true

class RequireEntryPlot < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_not_null_constraint :entries, :plot_id
  end

  def down; end
end
