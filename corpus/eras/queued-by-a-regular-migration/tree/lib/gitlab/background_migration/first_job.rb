# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FirstJob
      def perform(a, b)
        ActiveRecord::Base.connection.execute("UPDATE builds SET protected = true WHERE id BETWEEN #{a} AND #{b}")
      end
    end
  end
end
