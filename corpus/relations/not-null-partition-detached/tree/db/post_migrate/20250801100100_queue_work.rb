# frozen_string_literal: true

class QueueWork < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    queue_batched_background_migration('FillBeds', :p_beds_100, :id)
  end

  def down; end
end
