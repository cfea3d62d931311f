# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class BackfillSeedlingsProjectId < BackfillDesiredShardingKeyJob
      operation_name :backfill_seedlings_project_id
      feature_category :gardening
    end
  end
end
