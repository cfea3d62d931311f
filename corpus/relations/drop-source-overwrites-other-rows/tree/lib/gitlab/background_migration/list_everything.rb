# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ListEverything
      class Label < ActiveRecord::Base
        self.table_name = 'labels'
      end

      class List < ActiveRecord::Base
        self.table_name = 'lists'
      end

      def perform(first, last)
        Label.where(id: first..last).each { |label| List.create!(bed_id: label.bed_id) }
      end
    end
  end
end
