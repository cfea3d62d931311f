# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RenderPages < BatchedMigrationJob
      operation_name :render_pages
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where(html: nil).update_all('html = body')
        end
      end
    end
  end
end
