# frozen_string_literal: true

class QueueCopyBed < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('CopyBed', :pots, :id)
  end
end
