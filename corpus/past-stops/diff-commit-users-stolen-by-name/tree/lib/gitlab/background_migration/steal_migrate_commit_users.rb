# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class StealMigrateCommitUsers
      def perform(start_id, stop_id)
        Gitlab::BackgroundMigration.perform('MigrateCommitUsers', [start_id, stop_id])
      end
    end
  end
end
