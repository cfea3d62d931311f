# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlots
      def perform(first, last)
        ActiveRecord::Base.connection.execute(<<~SQL)
          UPDATE beds SET plot_id = 1 WHERE plot_id IS NULL AND id BETWEEN #{first} AND #{last}
        SQL
      end
    end
  end
end
