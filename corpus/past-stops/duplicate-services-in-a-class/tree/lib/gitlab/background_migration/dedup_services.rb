# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DedupServices
      Service = Class.new(ActiveRecord::Base) { self.table_name = 'services' }
      def perform(ids)
        ids.each { |id| Deduplicator.new(id).call }
      end
      class Deduplicator
        def initialize(project_id)
          @project_id = project_id
        end
        def call
          Service.where(id: superfluous).delete_all
        end
        private
        def superfluous
          rows = Service.where(project_id: @project_id)
          rows.where.not(id: rows.group(:type).select('MIN(id)')).select(:id)
        end
      end
    end
  end
end
