# frozen_string_literal: true

class CompletePlots < Gitlab::Database::Migration[1.0]
  milestone '14.5'
  disable_ddl_transaction!

  def up
    define_batchable_model('beds').where(plot_id: nil).each_batch do |batch|
      min, max = batch.pick('MIN(id), MAX(id)')

      Gitlab::BackgroundMigration::FillPlots.new.perform(min, max, :beds, :id, 100, 0)
    end

    change_column_null :beds, :plot_id, false
    change_column_null :pots, :plot_id, false
  end
end
