# frozen_string_literal: true

class DropOldPlots < Gitlab::Database::Migration[2.3]
  milestone '18.2'

  def up
    drop_table OldPlot.table_name
  end

  def down; end
end
