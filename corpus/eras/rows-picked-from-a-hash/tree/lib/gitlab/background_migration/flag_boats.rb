# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FlagBoats < BatchedMigrationJob
      operation_name :flag
      feature_category :database

      class Harbour < ::ApplicationRecord
        self.table_name = 'harbours'

        def flag
          country.upcase
        end
      end

      class Buoy < ::ApplicationRecord
        self.table_name = 'buoys'
      end

      def perform
        each_sub_batch do |boats|
          harbours = Harbour.where(id: boats.select(:harbour_id)).index_by(&:id)
          buoys = Buoy.all.group_by(&:harbour_id)

          boats.sort_by { |boat| boat.id }.each do |boat|
            harbour = harbours[boat.harbour_id]
            next unless harbour

            boat.update_columns(flag: harbour.flag)
            buoys[boat.harbour_id].each { |buoy| buoy.update_columns(lit: true) }
          end
        end
      end
    end
  end
end
