# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    execute("UPDATE beds SET number = 1 WHERE (name = 'lily' OR number = 2) AND colour = 'white'")
  end

  def down; end
end
