# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RevisitStuck
      def perform(table, column)
        model = Class.new(ActiveRecord::Base) { self.table_name = table }
        model.where(column => 'opened').in_batches { |rows| rows.update_all(merge_status: 'unchecked') }
      end
    end
  end
end
