# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillSizes
      def perform(first, last)
        ActiveRecord::Base.connection.execute(<<~SQL)
          UPDATE beds SET size = 1 WHERE size IS NULL AND id BETWEEN #{first} AND #{last}
        SQL
      end
    end
  end
end
