# frozen_string_literal: true

class QueueBackfillBedsPlot < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  disable_ddl_transaction!
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    queue_batched_background_migration('BackfillBedsPlot', :beds, :id)
  end

  def down; end
end
