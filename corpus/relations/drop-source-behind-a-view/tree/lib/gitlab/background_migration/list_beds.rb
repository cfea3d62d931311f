# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ListBeds
      def perform(first, last)
        ActiveRecord::Base.connection.execute(<<~SQL)
          INSERT INTO lists (kind) SELECT kind FROM beds WHERE id BETWEEN #{first} AND #{last}
        SQL
      end
    end
  end
end
