# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DedupServices
      def perform(from, to)
        ActiveRecord::Base.connection.execute("DELETE FROM services WHERE project_id BETWEEN #{from} AND #{to} AND id NOT IN (SELECT MIN(id) FROM services GROUP BY project_id, type)")
      end
    end
  end
end
