# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class SortCrates
      class Row < ActiveRecord::Base
        self.table_name = 'found_crates'
      end

      def perform(start_id, end_id)
        Row.where(id: start_id..end_id).delete_all
      end
    end
  end
end
