# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBedOwner < BatchedMigrationJob
      operation_name :fill_bed_owner
      feature_category :gardening

      class Bed < ::ApplicationRecord
        self.table_name = 'beds'
      end

      def perform
        Bed.where(owner_id: nil).update_all('owner_id = creator_id')
      end
    end
  end
end
