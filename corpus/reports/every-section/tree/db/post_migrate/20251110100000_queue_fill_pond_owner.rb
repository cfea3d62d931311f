# frozen_string_literal: true

class QueueFillPondOwner < Gitlab::Database::Migration[2.3]
  milestone '18.6'

  def up
    queue_batched_background_migration('FillPondOwner', :ponds, :id)
  end

  def down; end
end
