# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class TrimTitle < BatchedMigrationJob
      operation_name :trim_title
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('title = trim(title)')
        end
      end
    end
  end
end
