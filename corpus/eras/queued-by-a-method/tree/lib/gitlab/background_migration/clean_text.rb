# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CleanText
      class Bed < ActiveRecord::Base
        self.table_name = 'beds'
      end

      class Plot < ActiveRecord::Base
        self.table_name = 'plots'
      end

      class Shed < ActiveRecord::Base
        self.table_name = 'sheds'
      end

      def perform(name, field, first, last)
        model = "Gitlab::BackgroundMigration::CleanText::#{name}".constantize

        model.where(id: first..last).each do |row|
          row.update_columns(field => row[field].gsub('/secret/', '/hidden/'))
        end
      end
    end
  end
end
