# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillLabels
      def perform(start_id, end_id, batch_table, batch_column, sub_batch_size, pause_ms, column)
        ActiveRecord::Base.connection.execute(<<~SQL)
          UPDATE #{batch_table} SET #{column} = 'none' WHERE #{batch_column} BETWEEN #{start_id} AND #{end_id} AND #{column} IS NULL
        SQL
      end
    end
  end
end
