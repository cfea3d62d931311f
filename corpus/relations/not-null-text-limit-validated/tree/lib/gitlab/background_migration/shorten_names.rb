# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ShortenNames < BatchedMigrationJob
      operation_name :work
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.where('char_length(name) > 255').update_all('name = substring(name from 1 for 255)')
        end
      end
    end
  end
end
