# frozen_string_literal: true

class QueueDeleteFloodedFences < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    queue_batched_background_migration('DeleteFloodedFences', :fences, :id)
  end

  def down; end
end
