# frozen_string_literal: true

class Schedule < Gitlab::Database::Migration[2.2]
  milestone '14.1'
  disable_ddl_transaction!

  def up
    migrate_async('MigrateCommitUsers', [1, 2])
  end
end
