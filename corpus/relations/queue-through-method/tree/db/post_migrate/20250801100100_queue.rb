# frozen_string_literal: true

class QueueWork < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  OPTIONS = { batch_size: 100 }.freeze

  def up
    queue_on(:beds)
  end

  def down; end

  private

  def queue_on(table)
    queue_batched_background_migration('FillBeds', table, :id, **OPTIONS)
  end
end
