module OnlineMigrations
  module BackgroundMigrations
    class FillStates < OnlineMigrations::BackgroundMigration
      class Order < ActiveRecord::Base
        self.table_name = 'orders'
      end

      def relation
        Order.where(state: nil)
      end

      def process_batch(relation)
        relation.update_all(state: 'new')
      end
    end
  end
end
