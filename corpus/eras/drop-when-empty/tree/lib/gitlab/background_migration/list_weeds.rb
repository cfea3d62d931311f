# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ListWeeds
      class Weed < ActiveRecord::Base
        self.table_name = 'found_weeds'
      end

      def perform(start_id, stop_id)
        ActiveRecord::Base.connection.execute(<<~SQL)
          INSERT INTO found_weeds (plot_id) SELECT id FROM plots WHERE id BETWEEN #{start_id} AND #{stop_id}
        SQL
      end
    end
  end
end
