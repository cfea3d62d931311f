# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBeds < BatchedMigrationJob
      operation_name :work
      scope_to ->(relation) { relation.where(colour: 'red') }
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('plot_id = id')
        end
      end
    end
  end
end
