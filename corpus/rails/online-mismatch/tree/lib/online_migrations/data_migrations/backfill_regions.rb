module OnlineMigrations
  module DataMigrations
    class BackfillRegions < OnlineMigrations::DataMigration
      def initialize(kind)
        @kind = kind
      end

      def collection
        Order.where(region: nil).in_batches
      end

      def process(orders)
        orders.update_all(region: 'unknown')
      end
    end
  end
end
