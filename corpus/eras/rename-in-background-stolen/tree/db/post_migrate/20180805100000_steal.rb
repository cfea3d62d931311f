# frozen_string_literal: true

class Steal < Gitlab::Database::Migration[2.2]
  milestone '11.3'
  disable_ddl_transaction!

  def up
    Gitlab::BackgroundMigration.steal('CopyColumn')
    Gitlab::BackgroundMigration.steal('CleanupConcurrentRename')
  end
end
