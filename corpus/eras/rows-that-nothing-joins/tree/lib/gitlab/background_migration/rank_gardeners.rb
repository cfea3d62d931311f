# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RankGardeners
      def perform(start_id, stop_id)
        ActiveRecord::Base.connection.execute(<<~SQL)
          INSERT INTO ranks (gardener_id, rank)
          SELECT gardeners.id, MAX(jobs.grade) FROM gardeners
          LEFT JOIN jobs ON jobs.gardener_id = gardeners.id
          WHERE gardeners.id BETWEEN #{start_id} AND #{stop_id} AND jobs.state = 1
          GROUP BY gardeners.id
        SQL
      end
    end
  end
end
