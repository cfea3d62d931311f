# frozen_string_literal: true

class QueueFill < Gitlab::Database::Migration[2.2]
  milestone '10.1'
  disable_ddl_transaction!

  def up
    BackgroundMigrationWorker.perform_in(5.minutes, 'FillEvents', [1, 2])
  end
end
