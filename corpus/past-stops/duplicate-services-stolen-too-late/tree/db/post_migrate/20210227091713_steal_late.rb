# frozen_string_literal: true

class StealLate < Gitlab::Database::Migration[2.2]
  milestone '13.10'
  disable_ddl_transaction!

  def up
    Gitlab::BackgroundMigration.steal('DedupServices')
  end
end
