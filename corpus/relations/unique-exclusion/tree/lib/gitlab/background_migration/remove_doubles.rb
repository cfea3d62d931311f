# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RemoveDoubles < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        connection.execute(<<~SQL)
          DELETE FROM beds a USING beds b WHERE a.plot_id = b.plot_id AND a.number = b.number AND a.id > b.id
        SQL
      end
    end
  end
end
