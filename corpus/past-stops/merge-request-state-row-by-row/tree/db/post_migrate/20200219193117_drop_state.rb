# frozen_string_literal: true

class DropState < Gitlab::Database::Migration[2.2]
  milestone '12.9'
  disable_ddl_transaction!

  def up
    execute 'ALTER TABLE merge_requests DROP COLUMN IF EXISTS state'
  end
  def down; end
end
