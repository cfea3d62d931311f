# frozen_string_literal: true

class QueueWeeds < ActiveRecord::Migration
  milestone '10.2'
  disable_ddl_transaction!

  def up
    BackgroundMigrationWorker.perform_async('MarkBeds')
    BackgroundMigrationWorker.perform_async('PullWeeds', [1, 2])
    BackgroundMigrationWorker.perform_async('ListWeeds', [1, 2])
  end

  def down; end
end
