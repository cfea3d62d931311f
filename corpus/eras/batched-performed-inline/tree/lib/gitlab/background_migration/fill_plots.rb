# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlots
      include Gitlab::Database::DynamicModelHelpers

      def perform(start_id, end_id, batch_table, batch_column, sub_batch_size, pause_ms)
        define_batchable_model(batch_table).where(batch_column => start_id..end_id).where(plot_id: nil).each_batch(of: sub_batch_size) do |batch|
          batch.update_all(plot_id: 7)
        end
      end
    end
  end
end
