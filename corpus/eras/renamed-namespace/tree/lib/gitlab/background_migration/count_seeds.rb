# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CountSeeds
      def perform(start_id, stop_id)
        ActiveRecord::Base.connection.execute("UPDATE beds SET total = seeds + 1 WHERE id BETWEEN #{start_id} AND #{stop_id}")
      end
    end
  end
end
