# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RakeLeaves
      def perform(start_id, stop_id)
        ActiveRecord::Base.connection.execute(<<~SQL)
          INSERT INTO heaps (shade, colour) SELECT shade, colour FROM leaves WHERE leaves.id BETWEEN #{start_id} AND #{stop_id}
        SQL
      end
    end
  end
end
