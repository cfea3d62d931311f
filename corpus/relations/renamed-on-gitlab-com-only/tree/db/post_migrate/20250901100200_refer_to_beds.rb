# frozen_string_literal: true

class ReferToBeds < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_foreign_key :pots, :beds, column: :bed_id
  end
end
