# frozen_string_literal: true

class StealBackgroundJobForFixingConflictingProjectNamesAndPaths < Gitlab::Database::Migration[2.2]
  milestone '14.10'
  disable_ddl_transaction!

  def up
    Gitlab::BackgroundMigration.steal('FixDuplicateProjectNameAndPath')
  end

  def down; end
end
