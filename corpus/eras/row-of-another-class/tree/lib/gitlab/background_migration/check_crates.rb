# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CheckCrates < BatchedMigrationJob
      operation_name :check_crates
      scope_to ->(relation) { relation.where(status: 0) }

      class Crate < ::ApplicationRecord
        self.table_name = 'crates'

        def labels?
          Registry.labels_of(name).any?
        end
      end

      class Registry
        def self.labels_of(name)
          [name]
        end
      end

      class CheckAgain
        def perform(id)
          Crate.where(id: id).update_all(status: 1)
        end
      end

      def perform
        each_sub_batch do |batch|
          labelled = batch.select { |row| row.becomes(Crate).labels? }
          Crate.where(id: labelled.map(&:id)).update_all(status: nil)
          BackgroundMigrationWorker.perform_in(1.hour, CheckAgain.name, [batch.first.id])
        end
      end
    end
  end
end
