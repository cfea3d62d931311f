# frozen_string_literal: true

class QueueDeleteOrphanBeds < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    queue_batched_background_migration('DeleteOrphanBeds', :beds, :id)
  end

  def down; end
end
