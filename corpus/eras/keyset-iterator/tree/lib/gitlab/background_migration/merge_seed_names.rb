# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class MergeSeedNames
      class Seed < ActiveRecord::Base
        self.table_name = 'seeds'

        def self.each_to_merge(start_id, stop_id, &block)
          order = Gitlab::Pagination::Keyset::Order.build([arel_table[:id].asc])
          scope = where(id: start_id...stop_id).order(order)

          Gitlab::Pagination::Keyset::Iterator.new(scope: scope).each_batch(of: 100) { |rows| rows.each(&block) }
        end
      end

      class SeedName < ActiveRecord::Base
        self.table_name = 'seed_names'
      end

      def perform(start_id, stop_id)
        Seed.each_to_merge(start_id, stop_id) do |seed|
          names = SeedName.where(text: seed.title).order(:id).to_a
          kept = names.shift

          kept.update(uses: names.size)
        end
      end
    end
  end
end
