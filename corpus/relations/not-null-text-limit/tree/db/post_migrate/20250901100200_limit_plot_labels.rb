# frozen_string_literal: true

class LimitPlotLabels < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_text_limit :plots, :label, 100
  end

  def down
    remove_text_limit :plots, :label
  end
end
