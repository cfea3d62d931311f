# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBoards
      class Board < ActiveRecord::Base
        self.table_name = 'boards'
      end

      def perform(start_id, end_id, weight)
        Board.where(id: start_id..end_id).update_all('weight = old_weight')
      end
    end
  end
end
