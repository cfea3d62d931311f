# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopyBed < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.update_all('bed_id_convert_to_bigint = bed_id') }
      end
    end
  end
end
