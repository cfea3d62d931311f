# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBeds
      def perform(a, b)
        ActiveRecord::Base.connection.execute("UPDATE beds SET owner_id = creator_id WHERE id BETWEEN #{a} AND #{b}")
      end
    end
  end
end
