# frozen_string_literal: true

class Schedule < Gitlab::Database::Migration[2.2]
  milestone '10.4'
  disable_ddl_transaction!

  disable_ddl_transaction!
  def up
    BackgroundMigrationWorker.perform_in(5.minutes, 'FirstJob', [1, 2])
  end
end
