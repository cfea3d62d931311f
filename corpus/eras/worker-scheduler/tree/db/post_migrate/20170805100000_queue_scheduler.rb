# frozen_string_literal: true

class QueueScheduler < Gitlab::Database::Migration[2.2]
  milestone '9.5'
  disable_ddl_transaction!

  SCHEDULER = 'ScheduleFill'.freeze
  def up
    BackgroundMigrationWorker.perform_async(SCHEDULER)
  end
end
