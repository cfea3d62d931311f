# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FirstJob
      def perform(a, b)
        ActiveRecord::Base.connection.execute("UPDATE issues SET state_id = 1 WHERE state = 'opened'")
      end
    end
  end
end
