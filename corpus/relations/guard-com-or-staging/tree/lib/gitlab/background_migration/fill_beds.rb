# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBeds < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where(plot_id: nil).update_all(plot_id: 7) }
      end
    end
  end
end
