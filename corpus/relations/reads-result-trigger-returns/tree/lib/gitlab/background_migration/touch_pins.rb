# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class TouchPins < BatchedMigrationJob
      operation_name :touch_pins
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(plot_id: nil).touch_all
        end
      end
    end
  end
end
