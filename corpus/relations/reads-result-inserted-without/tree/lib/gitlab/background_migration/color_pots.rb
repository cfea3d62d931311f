# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ColorPots < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.joins('INNER JOIN colors ON CAST(pots.code AS bigint) = colors.id AND pots.bed_id = colors.bed_id').update_all('color = colors.name') }
      end
    end
  end
end
