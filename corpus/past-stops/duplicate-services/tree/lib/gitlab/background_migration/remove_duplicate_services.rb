# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RemoveDuplicateServices
      class Service < ActiveRecord::Base
        include ::EachBatch

        self.table_name = 'services'
        self.inheritance_column = :_type_disabled
      end

      def perform(*project_ids)
        project_ids.each { |project_id| keep_first_of_each_type(project_id) }
      end

      private

      def keep_first_of_each_type(project_id)
        kept = Service.where(project_id: project_id).group(:project_id, :type).minimum(:id)

        Service.where(project_id: project_id).where.not(id: kept.values).delete_all
      end
    end
  end
end
