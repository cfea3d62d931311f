# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillAuthor < BatchedMigrationJob
      operation_name :fill_author
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('author_id = creator_id')
        end
      end
    end
  end
end
