# frozen_string_literal: true

class QueueFillPlots < Gitlab::Database::Migration[1.0]
  milestone '14.4'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('FillPlots', :beds, :id)
    queue_batched_background_migration('FillPlots', :pots, :id)
  end
end
