# frozen_string_literal: true

class QueueLinkPlots < Gitlab::Database::Migration[2.2]
  milestone '17.4'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('LinkPlots', :plots, :id, nil, 'up', job_interval: 2.minutes)
  end

  def down; end
end
