# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class WeighPlots
      class Sort < ActiveRecord::Base
        self.table_name = 'sorts'
      end

      class Plot < ActiveRecord::Base
        include ::Gitlab::Utils::StrongMemoize

        self.table_name = 'plots'

        has_and_belongs_to_many :sorts, class_name: 'WeighPlots::Sort', join_table: 'plots_sorts'

        delegate :share, to: :scale

        def scale
          Scale.new(self)
        end

        def soil
          strong_memoize(:soil) { Soil.find_by(plot_id: id) }
        end
      end

      class Soil < ActiveRecord::Base
        self.table_name = 'soils'
      end

      class Scale
        def initialize(plot)
          @plot = plot
        end

        def share
          @plot.area
        end
      end

      def perform(start_id, stop_id)
        Plot.joins(:sorts).where(id: start_id..stop_id).each do |plot|
          plot.update_columns(weight: plot.share * plot.soil.density)
        end

        ActiveRecord::Base.connection.execute("UPDATE plots SET kind = 1 WHERE level = #{Plant::ANNUAL}")
      end
    end
  end
end
