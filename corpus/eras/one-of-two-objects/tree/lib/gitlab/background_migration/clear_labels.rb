# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ClearLabels
      class Bed < ActiveRecord::Base
        self.table_name = 'beds'
      end

      class Plot < ActiveRecord::Base
        self.table_name = 'plots'
      end

      def perform(first, last)
        model = rand > 0.5 ? Bed : Plot

        model.where(id: first..last).update_all(label: '')
      end
    end
  end
end
