# frozen_string_literal: true

class QueueUpperLabels < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('UpperLabels', :plots, :id)
  end
end
