# frozen_string_literal: true

class RemoveDupes < Gitlab::Database::Migration[2.2]
  milestone '13.8'
  disable_ddl_transaction!

  INTERVAL = 2.minutes
  MIGRATION = 'DedupServices'.freeze
  def up
    Gitlab::BackgroundMigration::DedupServices::Service.select(:project_id).distinct.each_batch(column: :project_id) do |batch, index|
      bulk_migrate_in(index * INTERVAL, batch.map { |s| [MIGRATION, [s.project_id]] })
    end
  end
end
