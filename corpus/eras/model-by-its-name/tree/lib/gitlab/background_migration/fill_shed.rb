# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillShed
      class Bed < ActiveRecord::Base
        self.table_name = 'beds'
      end

      def perform(first, last)
        Bed.where(id: first..last).each do |bed|
          bed.update_columns(shed_id: Shed.find_by_label(bed.name).id)
        end
      end
    end
  end
end
