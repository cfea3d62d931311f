# frozen_string_literal: true

class CleanUp < Gitlab::Database::Migration[2.2]
  milestone '14.5'
  disable_ddl_transaction!

  def up
    finalize_background_migration('MigrateCommitUsers')
  end
end
