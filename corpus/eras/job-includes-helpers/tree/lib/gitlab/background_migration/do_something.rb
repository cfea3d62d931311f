# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class DoSomething < BatchedMigrationJob
      include Gitlab::Database::MigrationHelpers::Elsewhere

      feature_category :gardening
    end
  end
end
