# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class BackfillBedsProjectId < BackfillDesiredShardingKeyJob
      operation_name :backfill_beds_project_id
      feature_category :gardening
    end
  end
end
