# frozen_string_literal: true

class DeletePlots < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    execute(<<~SQL)
      DELETE FROM plots
      WHERE area IS NULL AND NOT EXISTS (SELECT 1 FROM sheds WHERE sheds.plot_id = plots.id AND sheds.locked)
    SQL
  end

  def down; end
end
