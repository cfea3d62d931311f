# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    execute('UPDATE plots SET name = beds.colour FROM beds WHERE beds.plot_id = plots.id')
  end

  def down; end
end
