# frozen_string_literal: true

class Requeue < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    delete_batched_background_migration('FillBeds', :beds, :id, [])
    queue_batched_background_migration('FillBeds', :beds, :id)
  end

  def down; end
end
