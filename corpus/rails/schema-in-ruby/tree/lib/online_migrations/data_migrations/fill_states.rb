module OnlineMigrations
  module DataMigrations
    class FillStates < OnlineMigrations::DataMigration
      def collection
        Order.where(state: nil).in_batches(of: 500)
      end

      def process(orders)
        orders.update_all("state = 'new'")
      end
    end
  end
end
