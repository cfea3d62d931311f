# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPath
      class Bed < ActiveRecord::Base
        self.table_name = 'beds'
      end

      class Plot < ActiveRecord::Base
        self.table_name = 'plots'
      end

      def perform(first, last)
        Bed.where(id: first..last).each do |bed|
          bed.update_columns(plot_id: Plot.find_by_full_path(bed.name).id)
        end
      end
    end
  end
end
