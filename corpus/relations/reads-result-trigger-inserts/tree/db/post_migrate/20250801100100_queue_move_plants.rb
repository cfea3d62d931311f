# frozen_string_literal: true

class QueueMovePlants < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('MovePlants', :plants, :id)
  end
end
