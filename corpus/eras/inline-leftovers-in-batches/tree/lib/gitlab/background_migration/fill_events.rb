# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillEvents
      def perform(a, b)
        ActiveRecord::Base.connection.execute("UPDATE events SET kind = lower(old_kind) WHERE kind IS NULL AND id BETWEEN #{a} AND #{b}")
      end
    end
  end
end
