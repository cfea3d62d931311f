# frozen_string_literal: true

class QueueAddPots < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('AddPots', :beds, :id)
  end
end
