# frozen_string_literal: true

class Schedule < Gitlab::Database::Migration[2.2]
  milestone '14.1'
  disable_ddl_transaction!

  MIGRATION_NAME = 'MigrateCommitUsers'
  class Diff < ActiveRecord::Base
    include EachBatch
    self.table_name = 'merge_request_diffs'
  end
  def up
    Gitlab::Database::BackgroundMigrationJob.where(class_name: MIGRATION_NAME).delete_all
    min = Diff.minimum(:id)
    max = Diff.maximum(:id)
    delay = 0
    while min && min < max
      stop = min + 1000
      migrate_in(delay, MIGRATION_NAME, [min, stop])
      Gitlab::Database::BackgroundMigrationJob.create!(class_name: MIGRATION_NAME, arguments: [min, stop])
      min = stop
      delay += 2.minutes
    end
  end
end
