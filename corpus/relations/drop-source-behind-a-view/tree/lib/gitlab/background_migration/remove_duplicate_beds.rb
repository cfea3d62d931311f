# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RemoveDuplicateBeds
      class Bed < ActiveRecord::Base
        self.table_name = 'beds'
      end

      def perform(first, last)
        kept = Bed.where(id: first..last).group(:plot_id, :kind).pluck('MIN(id)')

        Bed.where(id: first..last).where.not(id: kept).delete_all
      end
    end
  end
end
