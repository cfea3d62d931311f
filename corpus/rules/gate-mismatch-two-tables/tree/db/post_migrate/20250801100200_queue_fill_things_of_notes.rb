# frozen_string_literal: true

class QueueFillThingsOfNotes < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    queue_batched_background_migration('FillThings', :notes, :id)
  end

  def down; end
end
