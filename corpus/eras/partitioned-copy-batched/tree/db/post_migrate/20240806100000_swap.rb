# frozen_string_literal: true

class Swap < Gitlab::Database::Migration[2.2]
  milestone '17.3'
  disable_ddl_transaction!

  def up
    replace_with_partitioned_table :events
  end
end
