# frozen_string_literal: true

class DeleteBackfillBedsPlot < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    delete_batched_background_migration('BackfillBedsPlot', :beds, :id, [])
  end

  def down; end
end
