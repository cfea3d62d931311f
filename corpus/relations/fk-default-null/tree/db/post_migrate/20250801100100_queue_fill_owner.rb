# frozen_string_literal: true

class QueueFillOwner < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    queue_batched_background_migration('FillOwner', :things, :id)
  end

  def down; end
end
