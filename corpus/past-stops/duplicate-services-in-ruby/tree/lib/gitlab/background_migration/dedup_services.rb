# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DedupServices
      class Service < ActiveRecord::Base
        self.table_name = 'services'
        self.inheritance_column = nil
        scope :of, ->(project_id) { where(project_id: project_id) }
      end
      def perform(*project_ids)
        project_ids.each do |id|
          Service.of(id).group_by(&:type).each_value do |same|
            same.sort_by(&:id).drop(1).each(&:destroy)
          end
        end
      end
    end
  end
end
