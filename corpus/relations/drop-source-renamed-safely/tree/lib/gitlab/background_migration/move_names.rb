# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MoveNames < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        connection.execute('INSERT INTO plots (name) SELECT beds.name FROM beds WHERE beds.colour IS NOT NULL')
      end
    end
  end
end
