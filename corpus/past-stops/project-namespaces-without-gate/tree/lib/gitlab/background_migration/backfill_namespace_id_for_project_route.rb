# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class BackfillNamespaceIdForProjectRoute < BatchedMigrationJob
      def perform
        each_sub_batch do |sub_batch|
          connection.execute(<<~SQL)
            UPDATE routes SET namespace_id = projects.project_namespace_id
            FROM projects
            WHERE routes.source_id = projects.id AND routes.source_type = 'Project'
            AND projects.project_namespace_id IS NOT NULL
            AND routes.id IN (#{sub_batch.select(:id).to_sql})
          SQL
        end
      end
    end
  end
end
