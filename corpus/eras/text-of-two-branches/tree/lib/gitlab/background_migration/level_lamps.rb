# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class LevelLamps < BatchedMigrationJob
      operation_name :level
      feature_category :database

      def perform
        each_sub_batch do |lamps|
          connection.execute(<<~SQL)
            UPDATE lamps SET level = #{level} FROM rooms
            WHERE rooms.lamp_id = lamps.id AND lamps.id IN (#{lamps.select(:id).to_sql})
          SQL
        end
      end

      private

      def level
        if ::Gitlab::Lighting.forced?
          '10'
        else
          'GREATEST(rooms.wanted_level, 10)'
        end
      end
    end
  end
end
