# frozen_string_literal: true

class QueueDefaults < Gitlab::Database::Migration[2.2]
  milestone '18.2'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('DefaultState', :beds, :id)
    queue_batched_background_migration('DefaultKind', :beds, :id)
  end
end
