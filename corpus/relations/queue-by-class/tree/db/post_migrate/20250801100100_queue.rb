# frozen_string_literal: true

class QueueWork < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  class Bed < MigrationRecord
    self.table_name = 'beds'
  end

  def up
    queue_batched_background_migration(Gitlab::BackgroundMigration::FillBeds.name.demodulize, Bed.table_name, :id)
  end

  def down; end
end
