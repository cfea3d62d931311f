# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RenameSorts < BatchedMigrationJob
      include Gitlab::Database::MigrationHelpers::Renaming

      SORTS = { 'old' => 'other', 'older' => 'other' }.freeze

      feature_category :gardening
    end
  end
end
