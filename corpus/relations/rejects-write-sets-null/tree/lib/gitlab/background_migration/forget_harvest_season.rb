# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ForgetHarvestSeason < BatchedMigrationJob
      operation_name :forget_harvest_season
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(weight: 0).update_all(season_id: nil)
        end
      end
    end
  end
end
