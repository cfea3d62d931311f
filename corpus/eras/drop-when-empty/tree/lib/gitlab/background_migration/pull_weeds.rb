# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class PullWeeds
      class Weed < ActiveRecord::Base
        self.table_name = 'found_weeds'
      end

      def perform(start_id, stop_id)
        weeds = Weed.where(id: start_id..stop_id)
        ActiveRecord::Base.connection.execute("INSERT INTO compost (plot_id) #{weeds.select(:plot_id).to_sql}")
        weeds.delete_all
      end
    end
  end
end
