# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ArelJob
      def perform(a, b)
        table = Arel::Table.new(:boards)
        update = Arel::UpdateManager.new.table(table)
        update.set([[table[:weight], table[:old_weight]]])
        update.where(table[:id].between(a..b))
        ActiveRecord::Base.connection.execute(update.to_sql)
      end
    end
  end
end
