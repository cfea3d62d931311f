# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBeds < BatchedMigrationJob
      def perform
        each_sub_batch { |sub| sub.update_all("owner_id = creator_id") }
      end
    end
  end
end
