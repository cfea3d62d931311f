# frozen_string_literal: true

class Queue1 < Gitlab::Database::Migration[2.2]
  milestone '17.3'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('FillBeds', :beds, :id)
  end
end
