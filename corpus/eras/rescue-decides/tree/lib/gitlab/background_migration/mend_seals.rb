# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MendSeals < BatchedMigrationJob
      operation_name :mend_seals
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          sub_batch.each do |seal|
            next unless broken?(seal)

            seal.update_columns(code: 'new')
          end
        end
      end

      private

      def broken?(seal)
        seal.code
        false
      rescue ArgumentError
        true
      end
    end
  end
end
