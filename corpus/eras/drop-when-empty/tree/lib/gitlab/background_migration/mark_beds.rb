# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MarkBeds
      class Bed < ActiveRecord::Base
        self.table_name = 'marked_beds'
      end

      def perform
        unless Bed.connection.data_source_exists?(:marked_beds)
          Bed.connection.create_table(:marked_beds) { |t| t.integer :plot_id }
        end

        ActiveRecord::Base.connection.execute(insert_sql)
      end

      private

      def insert_sql
        if Gitlab::Database.version.to_f < 9.5
          'INSERT INTO marked_beds (plot_id) SELECT id FROM plots'
        else
          'INSERT INTO marked_beds (plot_id) SELECT id FROM plots ON CONFLICT DO NOTHING'
        end
      end
    end
  end
end
