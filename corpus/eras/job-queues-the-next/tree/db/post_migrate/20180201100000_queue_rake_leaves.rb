# frozen_string_literal: true

class QueueRakeLeaves < ActiveRecord::Migration
  milestone '10.5'
  disable_ddl_transaction!

  def up
    BackgroundMigrationWorker.perform_async('RakeLeaves', [1, 2])
  end

  def down; end
end
