# frozen_string_literal: true

class QueueCopyNoteId < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    queue_batched_background_migration('CopyNoteId', :marks, :id)
  end

  def down; end
end
