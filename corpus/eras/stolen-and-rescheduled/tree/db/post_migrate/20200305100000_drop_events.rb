# frozen_string_literal: true

class DropEvents < Gitlab::Database::Migration[2.2]
  milestone '12.9'
  disable_ddl_transaction!

  def up
    drop_table :merge_events
  end
end
