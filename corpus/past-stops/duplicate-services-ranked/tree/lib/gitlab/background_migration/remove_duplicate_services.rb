# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RemoveDuplicateServices
      def perform(*project_ids)
        ActiveRecord::Base.connection.execute(<<~SQL)
          DELETE FROM services WHERE id IN (
            SELECT id FROM (
              SELECT id, row_number() OVER (PARTITION BY project_id, type ORDER BY id) AS position
              FROM services WHERE project_id IN (#{project_ids.join(', ')})
            ) ranked WHERE position > 1
          )
        SQL
      end
    end
  end
end
