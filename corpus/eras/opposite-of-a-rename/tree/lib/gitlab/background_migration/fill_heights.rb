# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillHeights
      def perform(start_id, stop_id)
        ActiveRecord::Base.connection.execute("UPDATE plants SET height = 1 WHERE id BETWEEN #{start_id} AND #{stop_id}")
      end
    end
  end
end
