# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class AddOldBeds
      def perform(first, last)
        ActiveRecord::Base.connection.execute(<<~SQL)
          INSERT INTO beds (plot_id) SELECT plot_id FROM old_beds WHERE id BETWEEN #{first} AND #{last}
        SQL
      end
    end
  end
end
