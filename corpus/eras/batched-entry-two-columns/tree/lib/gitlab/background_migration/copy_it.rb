# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopyIt
      include Gitlab::Database::DynamicModelHelpers
      def perform(start_id, end_id, batch_table, batch_column, sub_batch_size, pause_ms, copy_from, copy_to)
        quoted_from = connection.quote_column_name(copy_from)
        quoted_to = connection.quote_column_name(copy_to)
        relation = define_batchable_model(batch_table).where(batch_column => start_id..end_id)
        relation.each_batch(column: batch_column, of: sub_batch_size) do |sub|
          sub.update_all("#{quoted_to}=#{quoted_from}")
        end
      end
      def connection
        ActiveRecord::Base.connection
      end
    end
  end
end
