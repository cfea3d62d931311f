# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillFolderParent < BatchedMigrationJob
      operation_name :fill_folder_parent
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all('parent_id = root_id')
        end
      end
    end
  end
end
