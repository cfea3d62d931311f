# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FixDuplicateProjectNameAndPath
      class Project < ActiveRecord::Base
        self.table_name = 'projects'
      end

      def perform(start_id, end_id)
        Project.where(id: start_id..end_id, project_namespace_id: nil).update_all(<<~SQL)
          name = name || '-' || id, path = path || '-' || id
        SQL
      end
    end
  end
end
