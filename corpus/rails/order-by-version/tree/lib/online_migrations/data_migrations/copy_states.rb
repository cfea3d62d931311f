module OnlineMigrations
  module DataMigrations
    class CopyStates < OnlineMigrations::DataMigration
      def collection
        Order.where.not(state: nil)
      end

      def process(order)
        order.update!(status: order.state)
      end
    end
  end
end
