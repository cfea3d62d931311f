# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DeleteExpiredPlots < BatchedMigrationJob
      operation_name :delete_expired_plots
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where('expires_on < ?', '2020-01-01').delete_all
        end
      end
    end
  end
end
