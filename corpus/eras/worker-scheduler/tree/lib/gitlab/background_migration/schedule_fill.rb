# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ScheduleFill
      class Event < ActiveRecord::Base
        include EachBatch
        self.table_name = 'events'
      end
      def perform
        jobs = []
        Event.where(kind: nil).each_batch(of: 100) do |batch|
          jobs << ['FillEvents', batch.pluck('MIN(id), MAX(id)').first]
        end
        BackgroundMigrationWorker.perform_bulk(jobs)
      end
    end
  end
end
