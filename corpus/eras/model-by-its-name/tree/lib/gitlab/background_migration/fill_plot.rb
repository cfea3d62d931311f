# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlot
      class Bed < ActiveRecord::Base
        self.table_name = 'beds'
      end

      def perform(first, last)
        Bed.where(id: first..last).each do |bed|
          plot = Object.const_get('Plot').find_by_number_and_name(bed.number, bed.name)
          bed.update_columns(plot_id: plot.id) if plot
        end
      end
    end
  end
end
