# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillFlag
      def perform(start_id, stop_id, table, column)
        ActiveRecord::Base.connection.execute(<<~SQL)
          UPDATE #{table} SET #{column} = FALSE WHERE id BETWEEN #{start_id} AND #{stop_id} AND #{column} IS NULL
        SQL
      end
    end
  end
end
