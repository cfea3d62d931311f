# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    execute("UPDATE beds SET name = 'weed' WHERE colour = 'red' AND name IS NULL")
  end

  def down; end
end
