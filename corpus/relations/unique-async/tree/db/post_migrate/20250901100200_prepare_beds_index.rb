# frozen_string_literal: true

class PrepareBedsIndex < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  INDEX = 'index_beds_on_plot_and_position'

  def up
    prepare_async_index :beds, [:plot_id, :position], unique: true, name: INDEX
  end

  def down
    unprepare_async_index :beds, [:plot_id, :position], name: INDEX
  end
end
