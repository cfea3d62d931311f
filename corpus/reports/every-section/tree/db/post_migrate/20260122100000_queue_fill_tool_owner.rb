# frozen_string_literal: true

class QueueFillToolOwner < Gitlab::Database::Migration[2.3]
  milestone '18.9'

  def up
    queue_batched_background_migration('FillToolOwner', :tools, :id)
  end

  def down; end
end
