# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlotOwner
      def perform(from, to)
        ActiveRecord::Base.connection.execute("UPDATE plots SET owner_id = creator_id WHERE id BETWEEN #{from} AND #{to}")
      end
    end
  end
end
