# frozen_string_literal: true

class StealResetMergeStatus < Gitlab::Database::Migration[2.2]
  milestone '12.9'
  disable_ddl_transaction!

  def up
    Gitlab::BackgroundMigration.steal('ResetMergeStatus')
  end

  def down; end
end
