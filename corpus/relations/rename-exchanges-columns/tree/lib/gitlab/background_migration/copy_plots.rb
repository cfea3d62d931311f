# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopyPlots
      def perform(first, last)
        ActiveRecord::Base.connection.execute(<<~SQL)
          UPDATE beds SET wide_plot_id = plot_id WHERE id BETWEEN #{first} AND #{last}
        SQL
      end
    end
  end
end
