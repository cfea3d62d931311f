# frozen_string_literal: true

class CleanUp < Gitlab::Database::Migration[2.2]
  milestone '14.5'
  disable_ddl_transaction!

  MIGRATION_CLASS = 'MigrateCommitUsers'
  def up
    jobs = Gitlab::Database::BackgroundMigrationJob.for_migration_class(MIGRATION_CLASS).pending.to_a
    return if jobs.empty?
    say("#{jobs.length} jobs left")
    jobs.each do |job|
      Gitlab::BackgroundMigration.perform(MIGRATION_CLASS, job.arguments)
    end
  end
end
