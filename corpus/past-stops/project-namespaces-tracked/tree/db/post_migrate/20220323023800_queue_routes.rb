# frozen_string_literal: true

class QueueRoutes < Gitlab::Database::Migration[2.2]
  milestone '14.10'
  disable_ddl_transaction!

  def up
    execute <<~SQL
      UPDATE routes SET namespace_id = p.project_namespace_id FROM projects p
      WHERE p.id = routes.source_id AND p.project_namespace_id IS NOT NULL
    SQL
  end
end
