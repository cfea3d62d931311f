# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    execute(<<~SQL)
      UPDATE plots SET name = 'none'
      WHERE NOT EXISTS (SELECT 1 FROM beds WHERE beds.plot_id = plots.id AND beds.name = 'lily' AND beds.colour = 'red')
    SQL
  end

  def down; end
end
