# frozen_string_literal: true

class Requeue < Gitlab::Database::Migration[2.2]
  milestone '17.5'
  disable_ddl_transaction!

  def up
    delete_batched_background_migration('FillBeds', :beds, :id, [])
    queue_batched_background_migration('FillBeds', :beds, :id)
  end
end
