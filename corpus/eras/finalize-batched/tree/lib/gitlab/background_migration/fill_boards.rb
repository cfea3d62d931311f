# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBoards
      include Gitlab::Database::DynamicModelHelpers
      def perform(start_id, end_id, batch_table, batch_column, sub_batch_size, pause_ms)
        define_batchable_model(batch_table).where(batch_column => start_id..end_id).each_batch(column: batch_column, of: sub_batch_size) do |sub|
          sub.update_all('weight = old_weight')
        end
      end
    end
  end
end
