# frozen_string_literal: true

class RescheduleMergeRequestDiffUsersBackgroundMigration < Gitlab::Database::Migration[2.2]
  milestone '14.1'
  disable_ddl_transaction!

  MIGRATION_NAME = 'MigrateMergeRequestDiffCommitUsers'
  BATCH_SIZE = 40_000

  def up
    tracked = Gitlab::Database::BackgroundMigrationJob
    tracked.where(class_name: MIGRATION_NAME).delete_all

    first, last = define_batchable_model('merge_request_diffs').pluck('MIN(id), MAX(id)').first
    delay = 2.minutes

    (first..last).step(BATCH_SIZE) do |start|
      migrate_in(delay, MIGRATION_NAME, [start, start + BATCH_SIZE])
      tracked.create!(class_name: MIGRATION_NAME, arguments: [start, start + BATCH_SIZE])
      delay += 2.minutes
    end
  end

  def down; end
end
