# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CleanPots < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch do |batch|
          batch.where('NOT EXISTS (SELECT 1 FROM beds WHERE beds.id = pots.bed_id)').delete_all
          batch.where('NOT EXISTS (SELECT 1 FROM beds WHERE beds.id = pots.plot_id)').delete_all
        end
      end
    end
  end
end
