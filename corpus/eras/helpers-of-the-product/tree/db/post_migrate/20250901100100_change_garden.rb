# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[7.1]
  include Gardens::MigrationHelpers

  def up
    replace_index :plots, :index_plots_on_label, :label, where: 'label IS NOT NULL'
    in_quiet { remove_column :plots, :width }
    warn_about_duration
  end

  def down; end
end
