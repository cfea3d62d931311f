# frozen_string_literal: true

class QueueFillOwners < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  TABLES = %i[plots beds].freeze

  def up
    TABLES.each do |table|
      queue_batched_background_migration('FillOwner', table, :id)
    end
  end

  def down; end
end
