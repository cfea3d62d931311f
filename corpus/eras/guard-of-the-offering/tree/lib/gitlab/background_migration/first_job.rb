# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FirstJob < BatchedMigrationJob
      def perform
        each_sub_batch { |sub| sub.update_all('ns_id = legacy_id') }
      end
    end
  end
end
