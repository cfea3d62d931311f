# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MovePlants < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where(bed_id: nil).update_all(bed_id: 7) }
      end
    end
  end
end
