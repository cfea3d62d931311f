# frozen_string_literal: true

class QueueRepairStateAndKind < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    queue_batched_background_migration('RepairStateAndKind', :notes, :id)
  end

  def down; end
end
