# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class PopulateMetrics
      def perform(min_id, max_id)
        ActiveRecord::Base.connection.execute("UPDATE metrics SET merged_at = e.at FROM merge_events e WHERE e.metric_id = metrics.id AND metrics.id BETWEEN #{min_id} AND #{max_id}")
      end
    end
  end
end
