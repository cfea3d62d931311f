# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MoveBeds < BatchedMigrationJob
      operation_name :move_beds
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute(<<~SQL)
            INSERT INTO plots (name, owner_id)
            SELECT name, owner_id FROM beds WHERE id IN (#{sub_batch.select(:id).to_sql})
          SQL
        end
      end
    end
  end
end
