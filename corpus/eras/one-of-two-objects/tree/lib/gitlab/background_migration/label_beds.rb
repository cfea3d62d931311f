# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class LabelBeds
      class Raised
        def initialize(bed)
          @bed = bed
        end

        def label
          "raised, #{@bed.frame}"
        end
      end

      class Flat
        def initialize(bed)
          @bed = bed
        end

        def label
          "flat, #{@bed.soil}"
        end
      end

      class Bed < ActiveRecord::Base
        self.table_name = 'beds'

        delegate :label, to: :shape, prefix: false

        def shape
          @shape ||=
            if height > 0
              Raised.new(self)
            else
              Flat.new(self)
            end
        end
      end

      def perform(first, last)
        Bed.where(id: first..last).each { |bed| bed.update_columns(label: bed.shape.label) }
      end
    end
  end
end
