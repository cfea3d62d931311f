# frozen_string_literal: true

class QueueWork < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('WeighPlants', :plants, :id)
  end
end
