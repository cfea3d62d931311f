# frozen_string_literal: true

class QueueFillSeedOwner < Gitlab::Database::Migration[2.3]
  milestone '18.1'

  def up
    queue_batched_background_migration('FillSeedOwner', :seeds, :id)
  end

  def down; end
end
