# frozen_string_literal: true

class RemoveDupes < Gitlab::Database::Migration[2.2]
  milestone '13.8'
  disable_ddl_transaction!

  def up
    migrate_async('DedupServices', [[1, 2, 3]])
  end
end
