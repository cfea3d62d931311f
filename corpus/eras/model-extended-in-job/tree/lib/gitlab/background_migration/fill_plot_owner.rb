# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlotOwner
      class Plot < ActiveRecord::Base
        self.table_name = 'plots'
      end

      def perform(first, last)
        extended = Plot.instance_eval do
          def unowned
            where(owner_id: nil)
          end
        end
        extended.unowned.where(id: first..last).update_all('owner_id = creator_id')
        Plot.from_union([Plot.where(id: first)]).find_each { |plot| plot.creator_id }
      end
    end
  end
end
