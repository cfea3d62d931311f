# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CountSeedRows
      class Seed < ActiveRecord::Base
        self.table_name = 'seeds'
      end

      def perform(start_id, stop_id)
        Seed.where(id: start_id..stop_id).update_all(rows: 2)
      end
    end
  end
end
