# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class PruneBeds
      class Bed < ActiveRecord::Base
        self.table_name = 'beds'
      end

      def perform(start_id, end_id)
        Bed.where(id: start_id..end_id).update_all(pruned: true)
        left_over(start_id, end_id).each(&:destroy)
      end

      def left_over(*bounds)
        Rails.cache.read(bounds)
      end
    end
  end
end
