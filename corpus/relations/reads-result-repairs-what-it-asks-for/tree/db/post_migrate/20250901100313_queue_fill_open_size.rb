# frozen_string_literal: true

class QueueFillOpenSize < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    queue_batched_background_migration('FillOpenSize', :notes, :id)
  end

  def down; end
end
