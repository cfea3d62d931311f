# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FindCrates
      class Row < ActiveRecord::Base
        self.table_name = 'found_crates'
      end

      def perform
        Row.connection.create_table(:found_crates) { |t| t.text :path }
        BackgroundMigrationWorker.perform_in(1.hour, 'SortCrates', [1, 2])
      end
    end
  end
end
