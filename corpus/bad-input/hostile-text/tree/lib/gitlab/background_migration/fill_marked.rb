# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillMarked < BatchedMigrationJob
      operation_name :fill_marked
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all("a<b>]]>::error::%0A|`c`&amp;" => 1)
        end
      end
    end
  end
end
