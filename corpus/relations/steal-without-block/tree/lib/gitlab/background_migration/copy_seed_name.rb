# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopySeedName
      class Seed < ActiveRecord::Base
        self.table_name = 'seeds'
      end

      def perform(from, to)
        Seed.where(id: from..to).update_all('title = name')
      end
    end
  end
end
