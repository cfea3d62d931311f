# frozen_string_literal: true

class QueueGroupLabels < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('GroupLabels', :plots, :id)
  end
end
