# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class NamePlants < BatchedMigrationJob
      operation_name :work

      def perform
        each_sub_batch { |batch| batch.where(name: nil).update_all(name: 'rose') }
      end
    end
  end
end
