# frozen_string_literal: true

class CleanUp < Gitlab::Database::Migration[2.2]
  milestone '14.5'
  disable_ddl_transaction!

  def up
    Gitlab::BackgroundMigration.steal('MigrateCommitUsers')
  end
end
