# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class LoseCrates
      class Row < ActiveRecord::Base
        self.table_name = 'lost_crates'
      end

      def perform(start_id, end_id)
        Row.where(id: start_id..end_id).delete_all
      end
    end
  end
end
