# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CountText
      class Bed < ActiveRecord::Base
        self.table_name = 'beds'
      end

      class Shed < ActiveRecord::Base
        self.table_name = 'sheds'
      end

      def perform(name, first, last)
        model = "Gitlab::BackgroundMigration::CountText::#{name}".constantize

        model.where(id: first..last).update_all('hidden_count = 1')
      end
    end
  end
end
