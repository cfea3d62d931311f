# frozen_string_literal: true

class StealAll < Gitlab::Database::Migration[2.2]
  milestone '12.6'
  disable_ddl_transaction!

  def up
    Gitlab::BackgroundMigration.steal('FillEvents', retry_dead_jobs: true)
  end
end
