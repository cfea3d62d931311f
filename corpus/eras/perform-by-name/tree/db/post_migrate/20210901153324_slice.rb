# frozen_string_literal: true

class Slice < Gitlab::Database::Migration[2.2]
  milestone '14.3'
  disable_ddl_transaction!

  def up
    old = Gitlab::Database::BackgroundMigrationJob.for_migration_class('MigrateCommitUsers').pending.to_a
    Gitlab::Database::BackgroundMigrationJob.where(id: old).update_all(status: :succeeded)
    slices = old.flat_map { |job| split(*job.arguments) }
    slices.each_slice(100) do |rows|
      Gitlab::Database::BackgroundMigrationJob.insert_all!(rows)
    end
    job = Gitlab::Database::BackgroundMigrationJob.for_migration_class('MigrateCommitUsers').pending.first
    migrate_in(1.hour, 'StealMigrateCommitUsers', job.arguments) if job
  end
  def split(a, b)
    (a...b).step(5000).map { |x| { class_name: 'MigrateCommitUsers', arguments: [x, x + 5000], created_at: Time.current } }
  end
end
