# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillLabels < BatchedMigrationJob
      def perform
        each_sub_batch do |sub_batch|
          sub_batch.update_all("label = 'none'")
        end
      end
    end
  end
end
