# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class StockTools < BatchedMigrationJob
      operation_name :stock_tools
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute(<<~SQL)
            INSERT INTO tools (shed_id, kind)
            SELECT id, 1 FROM sheds WHERE id IN (#{sub_batch.select(:id).to_sql})
          SQL
        end
      end
    end
  end
end
