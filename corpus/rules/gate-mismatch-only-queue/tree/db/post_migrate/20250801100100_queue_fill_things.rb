# frozen_string_literal: true

class QueueFillThings < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    queue_batched_background_migration('FillThings', :things, :id, 'a')
  end

  def down; end
end
