# frozen_string_literal: true

class CleanUpMigrateMergeRequestDiffCommitUsers < Gitlab::Database::Migration[2.2]
  milestone '14.5'
  disable_ddl_transaction!

  def up
    pending = Gitlab::Database::BackgroundMigrationJob.for_migration_class('MigrateMergeRequestDiffCommitUsers').pending

    pending.each do |row|
      Gitlab::BackgroundMigration::MigrateMergeRequestDiffCommitUsers.new.perform(*row.arguments)
    end
  end

  def down; end
end
