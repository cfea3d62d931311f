# frozen_string_literal: true

class QueueKey < Gitlab::Database::Migration[2.2]
  milestone '17.3'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('BackfillBedsProjectId', :beds, :id, :project_id, :plots, :project_id, :plot_id)
  end
end
