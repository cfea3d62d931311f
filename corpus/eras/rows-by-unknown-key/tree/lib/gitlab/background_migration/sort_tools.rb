# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class SortTools
      class Tool < ActiveRecord::Base
        self.table_name = 'tools'
      end

      def perform(start_id, stop_id)
        ids = { hand: [], power: [] }

        Tool.where(id: start_id..stop_id).each { |tool| ids[tool.kind.to_sym] << tool.id }

        Tool.where(id: ids[:hand]).update_all(shelf: 1) unless ids[:hand].empty?
        Tool.where(id: ids[:power]).update_all(locker: 1) unless ids[:power].empty?
      end
    end
  end
end
