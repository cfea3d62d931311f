# frozen_string_literal: true

class QueueFillBedOwner < Gitlab::Database::Migration[2.3]
  milestone '18.7'

  def up
    queue_batched_background_migration('FillBedOwner', :beds, :id)
  end

  def down; end
end
