# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  class Plot < MigrationRecord
    self.table_name = 'plots'
  end

  def up
    execute('UPDATE plots SET closed = TRUE WHERE expired')
    Plot.where(closed: true).delete_all
  end

  def down; end
end
