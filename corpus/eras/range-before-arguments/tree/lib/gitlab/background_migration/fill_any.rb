# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillAny
      def perform(from, to, table, column)
        ActiveRecord::Base.connection.execute("UPDATE #{table} SET #{column} = lower(old_kind) WHERE #{column} IS NULL AND id BETWEEN #{from} AND #{to}")
      end
    end
  end
end
