# frozen_string_literal: true

class QueueFillPathOwner < Gitlab::Database::Migration[2.3]
  milestone '18.9'

  def up
    queue_batched_background_migration('FillPathOwner', :paths, :id)
  end

  def down; end
end
