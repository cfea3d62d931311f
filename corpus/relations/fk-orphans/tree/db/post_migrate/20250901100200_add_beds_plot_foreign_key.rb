# frozen_string_literal: true

class AddBedsPlotForeignKey < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_foreign_key :beds, :plots, column: :plot_id
  end

  def down
    remove_foreign_key_if_exists :beds, column: :plot_id
  end
end
