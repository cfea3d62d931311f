# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    execute(<<~SQL)
      UPDATE beds SET label = plots.label FROM plots WHERE plots.id = beds.plot_id AND beds.label IS NULL
    SQL
    execute <<~SQL.squish
      DELETE FROM beds USING plots WHERE plots.id = beds.plot_id AND plots.closed
    SQL
    execute "INSERT INTO labels (name) SELECT DISTINCT label FROM beds ON CONFLICT (name) DO UPDATE SET seen = TRUE"
    execute(<<-SQL)
      WITH gone AS (DELETE FROM beds WHERE closed RETURNING id, label)
      INSERT INTO archived_beds (id, label) SELECT id, label FROM gone
    SQL
  end

  def down; end
end
