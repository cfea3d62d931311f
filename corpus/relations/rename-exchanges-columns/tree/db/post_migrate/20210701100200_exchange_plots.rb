# frozen_string_literal: true

class ExchangePlots < ActiveRecord::Migration[6.1]
  def up
    execute('ALTER TABLE beds RENAME COLUMN plot_id TO plot_id_tmp')
    execute('ALTER TABLE beds RENAME COLUMN wide_plot_id TO plot_id')
    execute('ALTER TABLE beds RENAME COLUMN plot_id_tmp TO wide_plot_id')
    execute('ALTER TABLE beds RENAME COLUMN size TO area')
  end

  def down; end
end
