# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillEvents
      class Event < ActiveRecord::Base
        self.table_name = 'events'
      end
      def perform(a, b)
        Event.where(id: a..b, kind: nil).update_all("kind = lower(old_kind)")
      end
    end
  end
end
