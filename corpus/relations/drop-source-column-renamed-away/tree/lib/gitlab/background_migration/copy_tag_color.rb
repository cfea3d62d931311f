# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopyTagColor < BatchedMigrationJob
      operation_name :copy_tag_color
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('color_code = color')
        end
      end
    end
  end
end
