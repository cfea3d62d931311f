# frozen_string_literal: true

class Slice < Gitlab::Database::Migration[2.2]
  milestone '14.3'
  disable_ddl_transaction!

  def up
    migrate_in(1.hour, 'StealMigrateCommitUsers', [1, 2])
  end
end
