# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ListLeaves
      def perform
        ActiveRecord::Base.connection.execute('INSERT INTO leaves (tree_id, shade) SELECT id, 1 FROM trees')
        BackgroundMigrationWorker.perform_async('RakeLeaves', [1, 2])
      end
    end
  end
end
