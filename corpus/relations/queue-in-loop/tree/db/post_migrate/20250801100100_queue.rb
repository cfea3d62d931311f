# frozen_string_literal: true

class QueueWork < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  MIGRATION = 'FillBeds'
  TABLES = %i[beds sheds].freeze

  def up
    TABLES.each do |table|
      queue_batched_background_migration(MIGRATION, table, :id)
    end
  end

  def down; end
end
