# frozen_string_literal: true

class QueueLeaves < ActiveRecord::Migration
  milestone '10.2'
  disable_ddl_transaction!

  def up
    BackgroundMigrationWorker.perform_async('ListLeaves')
    BackgroundMigrationWorker.perform_async('PaintLeaves', [1, 2])
  end

  def down; end
end
