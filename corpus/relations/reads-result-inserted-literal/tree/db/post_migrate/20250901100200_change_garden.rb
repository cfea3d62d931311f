# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    execute("DELETE FROM plots WHERE id NOT IN (SELECT plot_id FROM beds WHERE name = 'lily')")
  end

  def down; end
end
