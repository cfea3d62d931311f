# frozen_string_literal: true

class QueueFillNotes < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    queue_batched_background_migration('FillNotes', :notes, :id, 'a')
  end

  def down; end
end
