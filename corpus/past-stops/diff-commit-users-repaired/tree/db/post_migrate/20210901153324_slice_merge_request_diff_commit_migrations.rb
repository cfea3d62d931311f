# frozen_string_literal: true

class SliceMergeRequestDiffCommitMigrations < Gitlab::Database::Migration[2.2]
  milestone '14.3'
  disable_ddl_transaction!

  MIGRATION_CLASS = 'MigrateMergeRequestDiffCommitUsers'
  STEAL_MIGRATION_CLASS = 'StealMigrateMergeRequestDiffCommitUsers'
  SLICE = 5_000

  def slices_of(start, stop)
    (start...stop).step(SLICE).map { |id| { class_name: MIGRATION_CLASS, arguments: [id, id + SLICE] } }
  end

  def up
    tracked = Gitlab::Database::BackgroundMigrationJob
    pending = tracked.for_migration_class(MIGRATION_CLASS).pending.to_a
    tracked.where(id: pending.map(&:id)).update_all(status: :succeeded)

    pending.each { |row| tracked.insert_all!(slices_of(*row.arguments)) }

    first = tracked.for_migration_class(MIGRATION_CLASS).pending.first
    migrate_in(1.hour, STEAL_MIGRATION_CLASS, first.arguments) if first
  end

  def down; end
end
