# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillNs
      class Project < ActiveRecord::Base
        self.table_name = 'projects'
        belongs_to :project_namespace, class_name: 'Gitlab::BackgroundMigration::FillNs::Namespace'
      end
      class Namespace < ActiveRecord::Base
        self.table_name = 'namespaces'
        self.inheritance_column = :_type_disabled
      end
      def perform(start_id, end_id, direction)
        return unless direction == 'up'
        Project.where(id: start_id..end_id, project_namespace_id: nil).find_each do |project|
          project.project_namespace = Namespace.create!(name: project.name, path: project.path)
          project.save!
        end
        Gitlab::Database::BackgroundMigrationJob.mark_all_as_succeeded(self.class.name.demodulize, [start_id, end_id, direction])
      end
    end
  end
end
